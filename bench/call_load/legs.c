/*
 * The sound of every browser of the call benchmark: one thread sends each leg's packet every 20 ms with the time inside, receives
 * what the server sends back, and counts. Python made the connections and hands over sockets and SRTP sessions (see engine.py).
 *
 * Every time is CLOCK_REALTIME in nanoseconds, because that is what the kernel stamps a datagram with when it arrives: how late this
 * thread gets to reading it does not count as the server's delay.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    MOST_LEGS = 8192,
    MOST_TRACKS = 4,
    MOST_SOURCES = 8,
    MOST_MARKS = 4096,
    SLOTS = 200, /* a leg's place within the 20 ms */
    SLOT_NS = 100000,
    LOOK_NS = 1000000,
    SAMPLES = 960,
    CHECK_PERIODS = 125,   /* a consent check every 2.5 s, as browsers do (RFC 7675) */
    CONTROL_PERIODS = 250, /* an RTCP report every 5 s, as Chromium does for sound */
    BUCKETS = 20000,
    BUCKET_NS = 50000,
    ROOM = 2048,
};

static const uint32_t MAGIC = 0x50415242;

typedef int (*srtp_call)(void *session, void *packet, int *length);

struct stamp { /* the last bytes of a stamped packet */
    uint32_t magic, source, counter;
    int64_t sent;
} __attribute__((packed));

struct track {
    const uint8_t *packets; /* ROOM bytes each */
    const int *lengths;
    const uint8_t *marked; /* sending such a packet is noted in `marks` */
    int count, stamped;
};

struct source {
    uint32_t leg, highest;
};

struct leg {
    int socket, call, speaks, track, at, listeners, payload_type, level_id, check_length, next;
    void *sending, *receiving;
    uint32_t ssrc, timestamp, counter, periods, octets;
    uint16_t sequence;
    uint8_t check[256];
    /* what it hears */
    struct source sources[MOST_SOURCES];
    int heard_sources;
    uint32_t remote, remote_timestamp;
    uint16_t remote_sequence;
    int64_t earliest; /* least transit of the unstamped stream: its pace is measured from there */
    uint8_t *capture; /* (int64 arrived, int32 length, packet)* */
    int64_t capture_size;
    _Atomic int64_t captured;
};

struct window { /* mirrored by engine.Counts */
    int64_t from, until;
    uint64_t sent, expected, heard, repeated, strayed, broken, unstamped, control, reports;
    uint32_t delay[BUCKETS], late[BUCKETS];
};

static struct leg legs[MOST_LEGS];
static struct track tracks[MOST_TRACKS];
static struct window window;
static _Atomic int leg_count, running;
static int slot_head[SLOTS], poller = -1, returned = -1;
static srtp_call protect, unprotect, protect_control, unprotect_control;
static int64_t marks[MOST_MARKS];
static _Atomic int mark_count;

static int64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void count(uint32_t *histogram, int64_t ns) {
    int64_t bucket = ns < 0 ? 0 : ns / BUCKET_NS;
    histogram[bucket < BUCKETS ? bucket : BUCKETS - 1]++;
}

static int within(int64_t at) { return at >= window.from && at < window.until; }

/* ---- what Python calls */

void set_up(srtp_call p, srtp_call u, srtp_call pc, srtp_call uc, int returned_socket) {
    protect = p, unprotect = u, protect_control = pc, unprotect_control = uc;
    memset(legs, 0, sizeof legs);
    memset(&window, 0, sizeof window);
    memset(slot_head, -1, sizeof slot_head);
    leg_count = mark_count = 0;
    returned = returned_socket;
    poller = epoll_create1(EPOLL_CLOEXEC);
}

void set_track(int number, const uint8_t *packets, const int *lengths, const uint8_t *marked, int count_, int stamped) {
    tracks[number] = (struct track){packets, lengths, marked, count_, stamped};
}

int add_leg(int socket, void *sending, void *receiving, uint32_t ssrc, int payload_type, int level_id, int call,
            const uint8_t *check, int check_length) {
    int index = leg_count;
    if (index == MOST_LEGS || check_length > (int)sizeof legs->check)
        return -1;
    struct leg *leg = &legs[index];
    leg->socket = socket, leg->sending = sending, leg->receiving = receiving, leg->ssrc = ssrc;
    leg->payload_type = payload_type, leg->level_id = level_id, leg->call = call;
    leg->at = index * 37, leg->periods = index * 11;
    memcpy(leg->check, check, leg->check_length = check_length);
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = index};
    if (epoll_ctl(poller, EPOLL_CTL_ADD, socket, &event))
        return -1;
    leg_count = index + 1;
    return index;
}

void speak(int leg, int track) { legs[leg].track = track, legs[leg].speaks = 1; }
void set_listeners(int leg, int listeners) { legs[leg].listeners = listeners; }
void capture(int leg, uint8_t *memory, int64_t size) {
    legs[leg].capture = NULL; /* whatever is being written goes to the memory before, which Python keeps */
    legs[leg].captured = 0;
    legs[leg].capture_size = size;
    legs[leg].capture = memory;
}
int64_t captured(int leg) { return legs[leg].captured; }
int marks_so_far(void) { return mark_count; }
int64_t *all_marks(void) { return marks; }
struct window *the_window(void) { return &window; }
void stop(void) { running = 0; }

/* Count what is sent in [from, until); called while the last window is over and the next not begun. */
void measure(int64_t from, int64_t until) {
    window.from = window.until = 0;
    memset(&window, 0, sizeof window);
    window.until = until, window.from = from;
}

/* ---- sending */

static void send_sound(struct leg *leg, uint32_t index) {
    const struct track *track = &tracks[leg->track];
    int at = leg->at++ % track->count, length = 12;
    uint32_t packet[ROOM / 4];
    uint8_t *bytes = (uint8_t *)packet;
    packet[0] = htonl(0x80000000u | (leg->level_id ? 0x10000000u : 0) | (uint32_t)leg->payload_type << 16 | leg->sequence++);
    packet[1] = htonl(leg->timestamp += SAMPLES);
    packet[2] = htonl(leg->ssrc);
    if (leg->level_id) {
        packet[3] = htonl(0xBEDE0001u);
        packet[4] = htonl((uint32_t)leg->level_id << 28 | 0x9E0000u); /* voice at -30 dBov (RFC 6464) */
        length = 20;
    }
    memcpy(bytes + length, track->packets + (size_t)at * ROOM, track->lengths[at]);
    length += track->lengths[at];
    int64_t now = now_ns();
    struct stamp stamp = {MAGIC, index, ++leg->counter, now};
    if (track->stamped)
        memcpy(bytes + length - sizeof stamp, &stamp, sizeof stamp);
    if (track->marked[at] && mark_count < MOST_MARKS)
        marks[mark_count++] = now;
    if (within(now)) {
        window.sent++;
        window.expected += leg->listeners;
    }
    leg->octets += track->lengths[at];
    if (!protect(leg->sending, packet, &length))
        send(leg->socket, packet, length, MSG_DONTWAIT);
}

static void send_report(struct leg *leg) {
    uint32_t p[ROOM / 4];
    int words = 2, blocks = leg->remote != 0;
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    p[1] = htonl(leg->ssrc);
    if (leg->speaks) {
        p[2] = htonl((uint32_t)(t.tv_sec + 2208988800u));
        p[3] = htonl((uint32_t)(((uint64_t)t.tv_nsec << 32) / 1000000000u));
        p[4] = htonl(leg->timestamp);
        p[5] = htonl(leg->counter);
        p[6] = htonl(leg->octets);
        words = 7;
    }
    if (blocks) {
        p[words++] = htonl(leg->remote);
        p[words++] = 0;
        p[words++] = htonl(leg->remote_sequence);
        memset(p + words, 0, 12); /* no jitter, no round trip: nothing the server could act on */
        words += 3;
    }
    p[0] = htonl(0x80000000u | (uint32_t)blocks << 24 | (leg->speaks ? 200u : 201u) << 16 | (words - 1));
    uint32_t names[4] = {htonl(0x81CA0003u), htonl(leg->ssrc), htonl(0x01056265u), htonl(0x6E636800u)}; /* CNAME bench */
    memcpy(p + words, names, sizeof names);
    int length = words * 4 + sizeof names;
    if (!protect_control(leg->sending, p, &length))
        send(leg->socket, p, length, MSG_DONTWAIT);
}

static void send_slot(int slot, int64_t planned) {
    for (int index = slot_head[slot]; index >= 0; index = legs[index].next) {
        struct leg *leg = &legs[index];
        leg->periods++;
        if (leg->speaks)
            send_sound(leg, index);
        if (leg->periods % CHECK_PERIODS == 0)
            send(leg->socket, leg->check, leg->check_length, MSG_DONTWAIT);
        if (leg->periods % CONTROL_PERIODS == 0)
            send_report(leg);
        if (within(planned))
            count(window.late, now_ns() - planned);
    }
}

/* ---- receiving */

static void hear_stamped(struct leg *leg, const struct stamp *stamp, int64_t arrived) {
    struct source *source = leg->sources, *end = source + leg->heard_sources;
    while (source < end && source->leg != stamp->source)
        source++;
    if (source == end && leg->heard_sources < MOST_SOURCES)
        *source = (struct source){stamp->source, 0}, leg->heard_sources++;
    int again = source->leg == stamp->source && stamp->counter == source->highest;
    if (stamp->counter > source->highest)
        source->highest = stamp->counter;
    if (!within(stamp->sent))
        return;
    if (stamp->source >= (uint32_t)leg_count || legs[stamp->source].call != leg->call)
        window.strayed++;
    else if (again)
        window.repeated++;
    else {
        window.heard++;
        count(window.delay, arrived - stamp->sent);
    }
}

/* Sound that the server made: how far each packet strays from the stream's own clock. */
static void hear_unstamped(struct leg *leg, uint32_t ssrc, uint32_t timestamp, int64_t arrived) {
    int64_t transit = arrived - (int64_t)timestamp * 1000000000LL / 48000;
    int32_t step = (int32_t)(timestamp - leg->remote_timestamp);
    if (ssrc != leg->remote || step < 0 || step > 48000 || !leg->earliest)
        leg->earliest = transit;
    if (transit < leg->earliest)
        leg->earliest = transit;
    leg->remote_timestamp = timestamp;
    if (within(arrived)) {
        window.unstamped++;
        count(window.delay, transit - leg->earliest);
    }
}

static void hear(struct leg *leg, uint8_t *packet, int length, int64_t arrived) {
    if (unprotect(leg->receiving, packet, &length)) {
        window.broken++;
        return;
    }
    int start = 12 + 4 * (packet[0] & 15);
    if (packet[0] & 16)
        start += 4 + 4 * (packet[start + 2] << 8 | packet[start + 3]);
    if (start >= length)
        return;
    uint32_t header[3];
    memcpy(header, packet, 12);
    uint16_t sequence = ntohl(header[0]) & 0xFFFF;
    struct stamp stamp = {0};
    if (length - start > (int)sizeof stamp)
        memcpy(&stamp, packet + length - sizeof stamp, sizeof stamp);
    if (stamp.magic == MAGIC)
        hear_stamped(leg, &stamp, arrived);
    else
        hear_unstamped(leg, ntohl(header[2]), ntohl(header[1]), arrived);
    leg->remote = ntohl(header[2]), leg->remote_sequence = sequence;
    int64_t at = leg->captured;
    int32_t size = length - start;
    if (leg->capture && at + 12 + size <= leg->capture_size) {
        memcpy(leg->capture + at, &arrived, 8);
        memcpy(leg->capture + at + 8, &size, 4);
        memcpy(leg->capture + at + 12, packet + start, size);
        leg->captured = at + 12 + size;
    }
}

static void hear_report(struct leg *leg, uint8_t *packet, int length, int64_t arrived) {
    if (unprotect_control(leg->receiving, packet, &length)) {
        window.broken++;
        return;
    }
    if (!within(arrived))
        return;
    window.control++;
    window.reports += (packet[1] == 200 || packet[1] == 201) && (packet[0] & 31);
}

static void receive(uint32_t index) {
    struct leg *leg = &legs[index];
    uint8_t memory[4 + ROOM] __attribute__((aligned(8))), *packet = memory + 4;
    union {
        char bytes[CMSG_SPACE(sizeof(struct timespec))];
        struct cmsghdr align;
    } control;
    struct iovec vector = {packet, ROOM};
    struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    int length = recvmsg(leg->socket, &message, MSG_DONTWAIT);
    if (length < 12)
        return;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    struct timespec t = {0};
    if (header && header->cmsg_type == SO_TIMESTAMPNS)
        memcpy(&t, CMSG_DATA(header), sizeof t);
    int64_t arrived = t.tv_sec ? t.tv_sec * 1000000000LL + t.tv_nsec : now_ns();
    if (packet[0] >= 128 && packet[0] < 192) {
        if (packet[1] >= 192 && packet[1] < 224)
            hear_report(leg, packet, length, arrived);
        else
            hear(leg, packet, length, arrived);
    } else if (packet[0] != 1) { /* answers to our own checks carry nothing to do; requests and DTLS are Python's */
        memcpy(memory, &index, 4);
        send(returned, memory, 4 + length, MSG_DONTWAIT);
    }
}

/* ---- the thread */

static int64_t place_new_legs(int64_t placed) {
    for (; placed < leg_count; placed++) {
        int slot = placed * 123 % SLOTS; /* spread evenly, neighbours far apart; 123 and 200 have no common divisor */
        legs[placed].next = slot_head[slot];
        slot_head[slot] = placed;
    }
    return placed;
}

static int64_t send_due(int64_t cursor) {
    for (int64_t now = now_ns(); cursor <= now; cursor += SLOT_NS)
        send_slot(cursor / SLOT_NS % SLOTS, cursor);
    return cursor;
}

/* When to look again: at the next slot with a leg in it, or soon. */
static void sleep_until_due(int64_t cursor) {
    int64_t due = cursor, last = cursor + LOOK_NS;
    while (due < last && slot_head[due / SLOT_NS % SLOTS] < 0)
        due += SLOT_NS;
    struct timespec at = {due / 1000000000LL, due % 1000000000LL};
    clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &at, NULL);
}

/*
 * Runs until stop(); Python calls it in a thread of its own. It never waits for a socket: a server that had to wake this thread
 * with each packet would pay more for that than for the packet, which sending into a network does not cost.
 */
void run(void) {
    struct epoll_event events[64];
    int64_t placed = 0, cursor = now_ns() / SLOT_NS * SLOT_NS;
    running = 1;
    while (running) {
        int ready;
        placed = place_new_legs(placed);
        do {
            cursor = send_due(cursor);
            ready = epoll_wait(poller, events, 64, 0);
            for (int i = 0; i < ready; i++)
                receive(events[i].data.u32);
        } while (ready > 0);
        sleep_until_due(cursor);
    }
    close(poller);
}
