"""Customers from and to CSV and XLSX."""
