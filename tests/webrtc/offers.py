"""Offers as browsers write them, invented where they name anything."""

FINGERPRINT = "sha-256 " + ":".join(f"{number:02X}" for number in range(32))

HEAD = """v=0
o=- 4611731400430051336 2 IN IP4 127.0.0.1
s=-
t=0 0
a=group:BUNDLE {bundle}
a=extmap-allow-mixed
a=msid-semantic: WMS
"""

TRANSPORT = f"""c=IN IP4 0.0.0.0
a=rtcp:9 IN IP4 0.0.0.0
a=ice-ufrag:abcd
a=ice-pwd:abcdefghijklmnopqrstuvwx
a=ice-options:trickle
a=fingerprint:{FINGERPRINT}
a=setup:actpass
"""

AUDIO = (
    "m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126\n"
    + TRANSPORT
    + """a=mid:{mid}
a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
a={direction}
a=rtcp-mux
a=rtcp-rsize
a=rtpmap:111 opus/48000/2
a=rtcp-fb:111 transport-cc
a=fmtp:111 minptime=10;useinbandfec=1
a=rtpmap:63 red/48000/2
a=fmtp:63 111/111
a=rtpmap:9 G722/8000
a=rtpmap:0 PCMU/8000
a=rtpmap:8 PCMA/8000
a=rtpmap:13 CN/8000
a=rtpmap:110 telephone-event/48000
a=rtpmap:126 telephone-event/8000
a=ssrc:{ssrc} cname:caller
"""
)

VIDEO = (
    "m=video 9 UDP/TLS/RTP/SAVPF 96 97 102\n"
    + TRANSPORT
    + """a=mid:{mid}
a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
a={direction}
a=rtcp-mux
a=rtpmap:96 VP8/90000
a=rtcp-fb:96 nack pli
a=rtpmap:97 rtx/90000
a=fmtp:97 apt=96
a=rtpmap:102 H264/90000
a=ssrc:{ssrc} cname:caller
"""
)

DATA = "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\n" + TRANSPORT + "a=mid:{mid}\na=sctp-port:5000\n"


def offer(*sections: tuple[str, str]) -> str:
    """An offer of (section, direction) in this order, named 0, 1, 2 and so on."""
    bundle = " ".join(map(str, range(len(sections))))
    body = "".join(
        section.format(mid=mid, direction=direction, ssrc=1_000 + mid)
        for mid, (section, direction) in enumerate(sections)
    )
    return (HEAD.format(bundle=bundle) + body).replace("\n", "\r\n")


USUAL = offer((AUDIO, "sendrecv"), *[(AUDIO, "recvonly")] * 3)
