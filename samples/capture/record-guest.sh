#!/bin/sh
# record-guest.sh - record what this kernel's FUSE and virtio-fs code does with lookup counts, as ftrace text.
#
# Run it as root where the mount is used: in the guest for virtio-fs, on the machine itself for /dev/fuse. Best before the
# mount: what was looked up earlier is not in the recording. It sets kprobe events (group "fmn") in a trace instance of its own,
# so it disturbs no other tracing, and takes everything down again however it ends (but for KILL: see -c).
#
#   record-guest.sh [-o FILE] [-b KB] [-t SECONDS] [-p] [-i BYTES] [-- COMMAND ARGS...]
#
#   -o FILE     where the trace goes (default forgetmenot.ftrace; a name in .gz is compressed). Not on a FUSE mount:
#               writing it would be recorded too.
#   -b KB       trace buffer for each CPU (default 8192, about 100,000 events). When it is full the oldest events are lost.
#   -t SECONDS  how long to record (default: until Ctrl-C or a TERM signal)
#   COMMAND     record while it runs, and stop when it ends
#   -p          write the trace out while recording (trace_pipe): for hours rather than seconds. What comes faster than it can be
#               written is lost, and marked in the trace.
#   -i BYTES    sizeof(struct inode) of this kernel, or "measure" to find it by watching lookups. Normally it is read from
#               the kernel's slab list.
#   -c          only take down what a recorder left behind that was killed with KILL
#
# Needs nothing but sh and the usual small tools (busybox will do), tracefs, and a kernel with CONFIG_KPROBE_EVENTS.
# What a kernel lacks is reported and left out; without kprobe events only the kernel's own events/fuse/* are recorded.
#
# Run on Debian's kernels 5.10.262, 6.1.192, 6.12.117 and 7.2.13 (x86-64, busybox sh, virtio-fs and /dev/fuse), by dash and bash
# on a 6.18 without kprobe events, and nowhere else.
#
# Then: forgetmenot diagnose FILE

# shellcheck disable=SC2016,SC2013                       # $arg1 is the kernel's to expand, not the shell's

set -u
me=${0##*/}
group=fmn
instance_name=forgetmenot

say()   { echo "$me: $*" >&2; }
die()   { say "$*"; exit 1; }
usage() { sed -n '/^#   record-guest/,/^# Needs/{/^# Needs/d;s/^# \{0,3\}//p;}' "$0" >&2; exit 2; }
put()   { { echo "$1" > "$2"; } 2>/dev/null; }          # a kernel file refuses by failing the write
append(){ { echo "$1" >> "$2"; } 2>/dev/null; }
number(){ case $1 in ''|*[!0-9]*) return 1;; esac; }

out=forgetmenot.ftrace buffer_kb=8192 seconds='' inode_size='' stream='' clean_only=''
while getopts o:b:t:i:pch option; do
    case $option in
        o) out=$OPTARG ;;
        b) buffer_kb=$OPTARG;  number "$buffer_kb" || usage ;;
        t) seconds=$OPTARG;    number "$seconds" || usage ;;
        i) inode_size=$OPTARG; [ "$inode_size" = measure ] || number "$inode_size" || usage ;;
        p) stream=yes ;;
        c) clean_only=yes ;;
        *) usage ;;
    esac
done
shift $((OPTIND - 1))
[ $# -gt 0 ] && [ -n "$seconds" ] && { say "-t and a command exclude each other"; usage; }
[ "$(id -u)" = 0 ] || die "must run as root"

# ---- taking down, whatever happens --------------------------------------------------------------------------------------

tracing='' instance='' mounted='' reader='' sleeper='' plain='' stop=''

cleanup() {
    trap '' INT TERM HUP
    [ -n "$sleeper" ] && kill "$sleeper" 2>/dev/null
    [ -n "$reader" ] && { kill "$reader"; wait "$reader"; } 2>/dev/null
    if [ -n "$instance" ]; then
        put 0 "$instance/tracing_on"
        for enable in "$instance/events/$group/enable" "$instance/events/fuse/enable"; do
            [ -e "$enable" ] && put 0 "$enable"
        done
        rmdir "$instance" 2>/dev/null || { sleep 1; rmdir "$instance"; } || say "could not remove $instance"
        for event in "$tracing/events/$group"/*/; do            # only events of our own group
            [ -d "$event" ] || continue
            event=${event%/}
            append "-:$group/${event##*/}" "$tracing/kprobe_events" || say "could not remove probe $group/${event##*/}"
        done
    fi
    [ -n "$mounted" ] && umount "$tracing"
    [ -f "$plain" ] && [ ! -s "$plain" ] && rm -f "$plain"
}
trap cleanup EXIT
oom_score=$(cat /proc/self/oom_score_adj)
put -1000 /proc/$$/oom_score_adj                          # memory pressure is what is recorded: it must not kill the recorder
trap 'stop=yes' INT TERM HUP

for tracing in /sys/kernel/tracing /sys/kernel/debug/tracing; do
    [ -d "$tracing/instances" ] && break
done
if [ ! -d "$tracing/instances" ]; then
    tracing=/sys/kernel/tracing
    mount -t tracefs tracefs "$tracing" || die "no tracefs: this kernel cannot trace, or /sys is not mounted"
    mounted=yes
fi
if [ -n "$clean_only" ]; then
    [ -d "$tracing/instances/$instance_name" ] || mkdir "$tracing/instances/$instance_name" || exit 1
    instance=$tracing/instances/$instance_name
    exit 0
fi
if [ -d "$tracing/instances/$instance_name" ] || [ -d "$tracing/events/$group" ]; then
    die "another recording is running, or was killed: $me -c takes down what it left"
fi

case $out in *.gz) plain=${out%.gz} ;; *) plain=$out ;; esac
: >> "$plain" || exit 1
[ "$(stat -f -c %t "$plain" 2>/dev/null)" = 65735546 ] && say "warning: $plain lies on a FUSE mount, writing it will be recorded too"

# ---- what this kernel has ---------------------------------------------------------------------------------------------------

fuse_symbols() { grep -oE ' [A-Za-z] (__)?(fuse|virtio)_[A-Za-z0-9_.]+' /proc/kallsyms | sed 's/.* //' | tr '\n' ' '; }
symbols=" $(fuse_symbols)"
has() { case $symbols in *" $1 "*) return 0 ;; esac; return 1; }
if ! has fuse_iget || ! has virtio_kill_sb; then
    modprobe virtiofs 2>/dev/null || modprobe fuse 2>/dev/null     # modules come with the mount: too late for probes
    symbols=" $(fuse_symbols)"
fi
has fuse_iget || die "FUSE is not in this kernel: load the modules fuse and virtiofs first"

first() { for symbol in "$@"; do has "$symbol" && { echo "$symbol"; return; }; done; echo "$1"; }

# sizeof(struct inode) is where fuse_inode.nodeid lies, and nlookup is 8 further. inode_cache holds plain inodes, and having a
# constructor it is never merged with another cache.
inode_size_by="the option -i"
if [ -z "$inode_size" ]; then
    inode_size=$(cat /sys/kernel/slab/inode_cache/object_size 2>/dev/null); inode_size_by=/sys/kernel/slab/inode_cache
    number "$inode_size" || { inode_size=$(sed -n 's/^inode_cache  *[0-9]*  *[0-9]*  *\([0-9]*\) .*/\1/p' /proc/slabinfo 2>/dev/null); inode_size_by=/proc/slabinfo; }
    number "$inode_size" || inode_size=measure
fi

# ---- the probes -------------------------------------------------------------------------------------------------------------

mkdir "$tracing/instances/$instance_name" || die "cannot make a trace instance (kernel lockdown?)"
instance=$tracing/instances/$instance_name
put 0 "$instance/tracing_on"

in_registers() {                                          # for kernels before 4.20, x86-64 only
    case $(uname -m) in x86_64) ;; *) return ;; esac
    echo "$1" | sed 's/\$arg1/%di/g; s/\$arg2/%si/g; s/\$arg3/%dx/g; s/\$arg4/%cx/g'
}

# probe TYPE EVENT SYMBOL ARGUMENTS-BY-OFFSET [ARGUMENTS-BY-NAME]: by name (BTF, Linux 6.9 and later) no offset can be wrong
missing='' refused='' how=''
probe() {
    if ! has "$3"; then missing="$missing $2($3)"; return 1; fi
    if   [ -n "${5:-}" ] && append "$1:$group/$2 $3 $5" "$tracing/kprobe_events"; then how="$how $2:BTF"
    elif append "$1:$group/$2 $3 $4" "$tracing/kprobe_events"; then case $4 in *+*) how="$how $2:offset" ;; esac
    elif append "$1:$group/$2 $3 $(in_registers "$4")" "$tracing/kprobe_events"; then how="$how $2:register"
    else refused="$refused $2($3)"; return 1
    fi
}

mount_sb=8
case $(uname -r) in 5.10.*) mount_sb=16 ;; esac           # struct fuse_mount still had a reference count before sb

iget_args='sb=$arg1:x64 sdev=+16($arg1):u32 nodeid=$arg2:u64 gen=$arg3:u64 mode=+60($arg4):u32 aflags=+84($arg4):u32'
iget_btf='sb=$arg1:x64 sdev=sb->s_dev:u32 nodeid=$arg2:u64 gen=$arg3:u64 mode=attr->mode:u32 aflags=attr->flags:u32'

# Watch lookups for a moment: at which offset in the inode that fuse_iget returns does the nodeid lie that it was given?
measure_inode_size() {
    candidates=''; offset=480
    while [ $offset -le 960 ]; do candidates="$candidates o$offset=+$offset(\$retval):u64"; offset=$((offset + 8)); done
    probe p iget fuse_iget "$iget_args" "$iget_btf" && probe r128 iget_ret fuse_iget "inode=\$retval:x64$candidates" || return
    put 1 "$instance/events/$group/enable"
    put 1 "$instance/tracing_on"
    say "measuring sizeof(struct inode): needs lookups of names not yet known to the kernel; trying the FUSE mounts' top directories"
    waited=0; inode_size=''
    while [ -z "$inode_size" ] && [ $waited -lt 20 ] && [ -z "$stop" ]; do
        for mount_point in $(awk '$3 ~ /^(virtiofs|fuse|fuseblk|fuse\..*)$/ { print $2 }' /proc/mounts); do
            ls -la "$mount_point" > /dev/null 2>&1
        done
        inode_size=$(awk '
            function value(name,   at, rest) { at = index($0, " " name "="); if (!at) return ""
                rest = substr($0, at + length(name) + 2); sub(/ .*/, "", rest); return rest }
            { if (!match($0, /-[0-9]+ +(\([^)]*\) +)?\[[0-9]+\]/)) next; pid = substr($0, RSTART + 1) + 0 }
            / iget: /     { given[pid] = value("nodeid") }
            / iget_ret: / { if (!(pid in given)) next; seen++; distinct[given[pid]]
                for (o = 480; o <= 960; o += 8) if (value("o" o) == given[pid]) hits[o]++
                delete given[pid] }
            END { for (n in distinct) different++
                for (o in hits) if (hits[o] == seen) { good++; best = o }
                if (different >= 3 && good == 1) print best }' "$instance/trace")
        [ -n "$inode_size" ] || sleep 1
        waited=$((waited + 1))
    done
    put 0 "$instance/tracing_on"
    put 0 "$instance/events/$group/enable"
    put '' "$instance/trace"
    append "-:$group/iget_ret" "$tracing/kprobe_events"
    append "-:$group/iget" "$tracing/kprobe_events"
    how=''
}

if [ -e "$tracing/kprobe_events" ]; then
    if [ "$inode_size" = measure ]; then
        inode_size_by="measuring fuse_iget"
        measure_inode_size
    fi
    evict_args='inode=$arg1:x64 sb=+40($arg1):x64 sdev=+16(+40($arg1)):u32'
    evict_btf='inode=$arg1:x64 sb=inode->i_sb:x64 sdev=inode->i_sb->s_dev:u32'
    submount_args='fsc=$arg1:x64 mp_inode=+48($arg1):x64'
    submount_btf='fsc=$arg1:x64 mp_inode=fsc->fs_private:x64'
    if number "$inode_size"; then
        inode_nodeid="nodeid=+$inode_size(\$arg1):u64 nlookup=+$((inode_size + 8))(\$arg1):u64"
        evict_args="$evict_args $inode_nodeid"
        evict_btf="$evict_btf $inode_nodeid"
        submount_args="$submount_args mp_nodeid=+$inode_size(+48(\$arg1)):u64"
        submount_btf="$submount_btf mp_nodeid=+$inode_size(fsc->fs_private):u64"
    else
        say "warning: sizeof(struct inode) is unknown: evict and submount are recorded without nodeid"
    fi
    queue_forget=$(first fuse_queue_forget fuse_chan_queue_forget)
    request=$(first fuse_simple_request __fuse_simple_request)
    request_args="fc=+0(\$arg1):x64 sb=+$mount_sb(\$arg1):x64 sdev=+16(+$mount_sb(\$arg1)):u32 nodeid=+0(\$arg2):u64 opcode=+8(\$arg2):u32"
    background_args=${request_args#* }
    request_btf='fc=fm->fc:x64 sb=fm->sb:x64 sdev=fm->sb->s_dev:u32 nodeid=args->nodeid:u64 opcode=args->opcode:u32'
    background_btf=${request_btf#* }
    case $request in __*) request_args=$(echo "$request_args" | sed 's/\$arg2/$arg3/g; s/\$arg1/$arg2/g') ;; esac

    probe p    iget         fuse_iget              "$iget_args" "$iget_btf"
    probe r128 iget_ret     fuse_iget              'inode=$retval:x64'
    probe p    forget       "$queue_forget"        'fc=$arg1:x64 nodeid=$arg3:u64 nlookup=$arg4:u64'
    probe p    evict        fuse_evict_inode       "$evict_args" "$evict_btf"
    probe p    request      "$request"             "$request_args" "$request_btf"
    probe r128 request_ret  "$request"             'error=$retval:s32'
    probe p    request_bg   fuse_simple_background "$background_args" "$background_btf"
    probe p    submount     fuse_get_tree_submount "$submount_args" "$submount_btf"
    probe r128 submount_ret fuse_get_tree_submount 'error=$retval:s32'
    kill_sb_count=0
    for symbol in virtio_kill_sb fuse_kill_sb_anon; do    # one event on both: ends of virtio-fs and of /dev/fuse superblocks
        has "$symbol" && probe p kill_sb "$symbol" 'sb=$arg1:x64 sdev=+16($arg1):u32' 'sb=$arg1:x64 sdev=sb->s_dev:u32' &&
            kill_sb_count=$((kill_sb_count + 1))
    done
    [ $kill_sb_count -gt 0 ] || missing="$missing kill_sb(virtio_kill_sb, fuse_kill_sb_anon)"
else
    say "this kernel has no kprobe events (CONFIG_KPROBE_EVENTS): only its own events/fuse/* can be recorded"
fi
[ -n "$stop" ] && die "stopped before recording"
[ -n "$missing" ] && say "not in this kernel, left out:$missing"
[ -n "$refused" ] && say "refused by this kernel, left out:$refused"
if [ ! -e "$instance/events/$group/enable" ] && [ ! -e "$instance/events/fuse/enable" ]; then
    die "nothing to record (kernel lockdown, or no root?)"
fi

# ---- record -----------------------------------------------------------------------------------------------------------------

put "$buffer_kb" "$instance/buffer_size_kb" || die "cannot get a trace buffer of $buffer_kb KB for each CPU: try a smaller -b"
if [ -e "$instance/events/$group/forget/trigger" ]; then
    put stacktrace "$instance/events/$group/forget/trigger" || say "no stack traces: this kernel refuses the trigger"
fi
if [ -e "$instance/events/$group/enable" ]; then
    put 1 "$instance/events/$group/enable" || die "the kernel refuses to enable the probes"
fi
[ -e "$instance/events/fuse/enable" ] && put 1 "$instance/events/fuse/enable"
if [ -n "$stream" ]; then
    cat "$instance/trace_pipe" > "$plain" &
    reader=$!
fi
put 1 "$instance/tracing_on"

# What the trace itself should tell: the kernel, and the mounts that were there before it.
mark() { put "forgetmenot: $*" "$instance/trace_marker"; }
layout="nodeid at ${inode_size:-an unknown offset} of the inode, from $inode_size_by"
[ -e "$tracing/kprobe_events" ] || layout="no probes"
mark "recording starts, kernel $(uname -r) $(uname -m), $layout"
grep -E ' - (virtiofs|fuse|fuseblk|fuse[.][^ ]*) ' /proc/self/mountinfo | while read -r _ _ device _ mount_point rest; do
    mark "mounted already: $device ${rest##* - } on $mount_point"
done

ways=$(echo "$how" | tr ' ' '\n' | sed -n 's/.*:/, arguments by /p' | sort -u | tr -d '\n')
say "recording to $out ($layout$ways)"
if [ -n "$stop" ]; then
    :
elif [ $# -gt 0 ]; then
    ( put "$oom_score" /proc/self/oom_score_adj; exec "$@" )
    say "the command ended with status $?"
elif [ -n "$seconds" ]; then
    sleep "$seconds" &
    sleeper=$!
    wait "$sleeper"
else
    say "stop with Ctrl-C"
    while [ -z "$stop" ]; do sleep 1; done
fi
trap '' INT TERM HUP

# ---- save and check -----------------------------------------------------------------------------------------------------------

mark "recording stops"
put 0 "$instance/tracing_on"
[ -e "$instance/events/$group/enable" ] && put 0 "$instance/events/$group/enable"
if [ -n "$stream" ]; then
    # Tracing is off: the reader ends when it has read all. Before Linux 6.1 it may wait for ever for more: then it is done when
    # the file no longer grows.
    size='' grown=$(wc -c < "$plain")
    while kill -0 "$reader" 2>/dev/null && [ "$size" != "$grown" ]; do sleep 2; size=$grown; grown=$(wc -c < "$plain"); done
else
    cat "$instance/trace" > "$plain" || die "could not write $plain"
fi

total() { cat "$instance"/per_cpu/cpu*/stats | awk -v what="$1" 'index($0, what ":") == 1 { n += $NF } END { print n + 0 }'; }
overrun=$(total overrun) dropped=$(total "dropped events")
missed=0
[ -e "$tracing/kprobe_profile" ] &&
    missed=$(awk -v group="$group" 'NR == FNR { ours[$1]; next } ($1 in ours) { n += $3 } END { print n + 0 }' \
        - "$tracing/kprobe_profile" <<NAMES
$(ls "$tracing/events/$group" 2>/dev/null)
NAMES
)

# Everything read through an offset is held against what the kernel said in plain arguments.
awk -v me="$me" -v overrun="$overrun" -v dropped="$dropped" -v missed="$missed" -v stream="$stream" -v kb="$buffer_kb" '
    function value(name,   at, rest) { at = index($0, " " name "="); if (!at) return ""
        rest = substr($0, at + length(name) + 2); sub(/ .*/, "", rest); return rest }
    /entries-in-buffer/ { split($3, entries, "/"); next }
    /<stack trace>/ { stacks++; next }
    { if (!match($0, /-[0-9]+ +(\([^)]*\) +)?\[[0-9]+\]/)) next; pid = substr($0, RSTART + 1) + 0 }
    / fuse_request_(send|end|sent): / { tracepoints++ }
    / iget: /       { count["iget"]++; nodeid[pid] = value("nodeid"); sb[pid] = value("sb"); superblock[sb[pid]] }
    / iget_ret: /   { inode = value("inode"); if (pid in nodeid) { nodeid_of[inode] = nodeid[pid]; sb_of[inode] = sb[pid]; delete nodeid[pid] } }
    / forget: /     { count["forget"]++ }
    / evict: /      { count["evict"]++; superblock[value("sb")]; inode = value("inode")
                      if (inode in nodeid_of) {
                          if (value("sb") != sb_of[inode]) wrong_sb++
                          else if (value("nodeid") != "" && value("nodeid") != nodeid_of[inode]) wrong_nodeid++
                          else agreed++
                          delete nodeid_of[inode] } }
    / request(_bg)?: / { count["request"]++; if (value("sb") != "") { requests_of[value("sb")]++ } }
    / submount: /   { count["submount"]++ }
    / kill_sb: /    { count["kill_sb"]++ }
    END {
        printf "%s: recorded %d iget, %d evict, %d forget (%d with stack), %d request, %d submount, %d kill_sb, %d tracepoints\n", me,
            count["iget"], count["evict"], count["forget"], stacks, count["request"], count["submount"], count["kill_sb"], tracepoints
        if (overrun + dropped + missed > 0)
            printf "%s: LOST: %d events overwritten, %d dropped, %d probe hits missed: counts are incomplete; use a larger -b than %d%s\n",
                me, overrun, dropped, missed, kb, stream ? "" : ", or -p"
        else printf "%s: nothing lost%s\n", me, entries[2] ? " (" entries[1] " of " entries[2] " entries in the buffer)" : ""
        if (wrong_sb || wrong_nodeid)
            printf "%s: WARNING: %d evictions name another nodeid and %d another superblock than fuse_iget was given: an offset is wrong for this kernel (sizeof(struct inode)? see -i)\n",
                me, wrong_nodeid, wrong_sb
        else if (agreed) printf "%s: offsets checked: %d evictions agree with fuse_iget\n", me, agreed
        for (s in superblock) known++
        for (s in requests_of) if (s in superblock) good += requests_of[s]; else strange += requests_of[s]
        if (known && strange && !good)
            printf "%s: WARNING: no request names a superblock that fuse_iget was given: the offset of fuse_mount.sb is wrong for this kernel\n", me
    }' "$plain" >&2

if [ "$plain" != "$out" ]; then
    if gzip -f "$plain" 2>/dev/null; then :; else say "no gzip here: the trace is in $plain"; out=$plain; fi
fi
say "wrote $out; next: forgetmenot diagnose $out"
