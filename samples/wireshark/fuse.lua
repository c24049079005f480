-- SPDX-License-Identifier: Apache-2.0
--
-- Wireshark dissector for FUSE messages on link type USER0 (147), as forgetmenot defines it:
--
--   offset size field
--        0    2 magic       0xf05e            (this header is big-endian)
--        2    1 version     1
--        3    1 kind        0 a message from the kernel to the server, 1 one from the server to the kernel,
--                           2 no message: here the recorder lost some
--        4    2 flags       bit 0: the message is in big-endian order
--        6    2 queue       of virtio-fs; 0xffff where there is none
--        8    4 connection  tells connections of one file apart; 0 where the recorder named none
--       12      the message: fuse_in_header or fuse_out_header and what follows;
--               of kind 2: u64, how many messages were lost, 0 if nobody knows
--
-- Layouts and names are those of include/uapi/linux/fuse.h. See README.md beside this file.

local RECORD_BYTES = 12
local IN_HEADER_BYTES = 40
local OUT_HEADER_BYTES = 16
local ENTRY_BYTES = 128
local BATCH_ITEMS_MAX = 65536

local opcodes = {
    [1] = "LOOKUP", [2] = "FORGET", [3] = "GETATTR", [4] = "SETATTR", [5] = "READLINK", [6] = "SYMLINK", [8] = "MKNOD",
    [9] = "MKDIR", [10] = "UNLINK", [11] = "RMDIR", [12] = "RENAME", [13] = "LINK", [14] = "OPEN", [15] = "READ",
    [16] = "WRITE", [17] = "STATFS", [18] = "RELEASE", [20] = "FSYNC", [21] = "SETXATTR", [22] = "GETXATTR",
    [23] = "LISTXATTR", [24] = "REMOVEXATTR", [25] = "FLUSH", [26] = "INIT", [27] = "OPENDIR", [28] = "READDIR",
    [29] = "RELEASEDIR", [30] = "FSYNCDIR", [31] = "GETLK", [32] = "SETLK", [33] = "SETLKW", [34] = "ACCESS",
    [35] = "CREATE", [36] = "INTERRUPT", [37] = "BMAP", [38] = "DESTROY", [39] = "IOCTL", [40] = "POLL",
    [41] = "NOTIFY_REPLY", [42] = "BATCH_FORGET", [43] = "FALLOCATE", [44] = "READDIRPLUS", [45] = "RENAME2",
    [46] = "LSEEK", [47] = "COPY_FILE_RANGE", [48] = "SETUPMAPPING", [49] = "REMOVEMAPPING", [50] = "SYNCFS",
    [51] = "TMPFILE", [52] = "STATX", [53] = "COPY_FILE_RANGE_64", [4096] = "CUSE_INIT",
}
local notify_codes = {
    [1] = "POLL", [2] = "INVAL_INODE", [3] = "INVAL_ENTRY", [4] = "STORE", [5] = "RETRIEVE", [6] = "DELETE",
    [7] = "RESEND", [8] = "INC_EPOCH", [9] = "PRUNE",
}
-- where the first name of a request begins, counted from its arguments
local name_at = {
    [1] = 0, [6] = 0, [8] = 16, [9] = 8, [10] = 0, [11] = 0, [12] = 8, [13] = 8, [22] = 8, [24] = 0, [35] = 16,
    [45] = 16, [51] = 16,
}
local second_name = { [6] = true, [12] = true, [45] = true }
-- where a request's fh is, counted from its arguments
local fh_at = {
    [15] = 0, [16] = 0, [18] = 0, [20] = 0, [25] = 0, [28] = 0, [29] = 0, [30] = 0, [31] = 0, [32] = 0, [33] = 0,
    [39] = 0, [40] = 0, [43] = 0, [44] = 0, [46] = 0, [47] = 0, [48] = 0, [53] = 0,
}
-- where a request's second nodeid is, counted from its arguments
local other_nodeid_at = { [12] = 0, [13] = 0, [45] = 0, [47] = 16, [53] = 16 }
-- where a notification's nodeid and name are, counted from its arguments; of INVAL_ENTRY and DELETE it is the directory
local notify_nodeid_at = { [2] = 0, [3] = 0, [4] = 0, [5] = 8, [6] = 0 }
local notify_name_at = { [3] = 16, [6] = 24 }
local gives_entry = { [1] = true, [6] = true, [8] = true, [9] = true, [13] = true, [35] = true, [51] = true }
local directions = { [0] = "to the server", [1] = "to the kernel", [2] = "messages were lost here" }

local fuse = Proto("fuse", "Filesystem in Userspace")
local f = {
    direction = ProtoField.uint8("fuse.direction", "Direction", base.DEC, directions),
    queue = ProtoField.uint16("fuse.queue", "Queue"),
    connection = ProtoField.uint32("fuse.connection", "Connection"),
    lost = ProtoField.uint64("fuse.lost", "Messages lost (0: nobody knows how many)"),
    len = ProtoField.uint32("fuse.len", "Length"),
    opcode = ProtoField.uint32("fuse.opcode", "Opcode", base.DEC, opcodes),
    unique = ProtoField.uint64("fuse.unique", "Unique"),
    nodeid = ProtoField.uint64("fuse.nodeid", "Nodeid"),
    uid = ProtoField.uint32("fuse.uid", "Uid"),
    gid = ProtoField.uint32("fuse.gid", "Gid"),
    pid = ProtoField.uint32("fuse.pid", "Pid"),
    extlen = ProtoField.uint16("fuse.total_extlen", "Extensions (8 bytes each)"),
    error = ProtoField.int32("fuse.error", "Error"),
    notify = ProtoField.int32("fuse.notify", "Notification", base.DEC, notify_codes),
    name = ProtoField.string("fuse.name", "Name"),
    second_name = ProtoField.string("fuse.second_name", "Second name"),
    fh = ProtoField.uint64("fuse.fh", "File handle"),
    other_nodeid = ProtoField.uint64("fuse.other_nodeid", "Other nodeid"),
    target = ProtoField.uint64("fuse.interrupt.unique", "Interrupted unique"),
    forget_nodeid = ProtoField.uint64("fuse.forget.nodeid", "Forgotten nodeid"),
    forget_nlookup = ProtoField.uint64("fuse.forget.nlookup", "Forgotten lookups"),
    forget_count = ProtoField.uint32("fuse.forget.count", "Items"),
    entry_nodeid = ProtoField.uint64("fuse.entry.nodeid", "Entry nodeid"),
    entry_generation = ProtoField.uint64("fuse.entry.generation", "Generation"),
    entry_valid = ProtoField.uint64("fuse.entry.entry_valid", "Entry valid (s)"),
    entry_attr_valid = ProtoField.uint64("fuse.entry.attr_valid", "Attributes valid (s)"),
    entry_counts = ProtoField.bool("fuse.entry.counts", "Raises the lookup count"),
    attr_ino = ProtoField.uint64("fuse.attr.ino", "Ino"),
    attr_size = ProtoField.uint64("fuse.attr.size", "Size"),
    attr_mode = ProtoField.uint32("fuse.attr.mode", "Mode", base.OCT),
    attr_nlink = ProtoField.uint32("fuse.attr.nlink", "Links"),
    attr_uid = ProtoField.uint32("fuse.attr.uid", "Uid"),
    attr_gid = ProtoField.uint32("fuse.attr.gid", "Gid"),
    attr_flags = ProtoField.uint32("fuse.attr.flags", "Flags", base.HEX),
    attr_submount = ProtoField.bool("fuse.attr.submount", "Submount", 32, nil, 1),
    major = ProtoField.uint32("fuse.init.major", "Major"),
    minor = ProtoField.uint32("fuse.init.minor", "Minor"),
    payload = ProtoField.bytes("fuse.payload", "Payload"),
    request_in = ProtoField.framenum("fuse.request_in", "Request in", base.NONE, frametype.REQUEST),
    reply_in = ProtoField.framenum("fuse.reply_in", "Reply in", base.NONE, frametype.RESPONSE),
    time = ProtoField.relative_time("fuse.time", "Time since the request"),
}
for _, field in pairs(f) do
    table.insert(fuse.fields, field)
end
local damaged = ProtoExpert.new("fuse.damaged", "The message ends too early", expert.group.MALFORMED, expert.severity.WARN)
fuse.experts = { damaged }

-- frame number -> { opcode, nodeid, request, reply, time }; found on the first pass, shown on every later one
local pairs_by_frame = {}
-- connection and unique -> the request that waits
local waiting = {}

function fuse.init()
    pairs_by_frame = {}
    waiting = {}
end

-- A tree and a range, read in the message's byte order.
local function adder(tree, big)
    return function(field, range)
        if big then
            return tree:add(field, range)
        end
        return tree:add_le(field, range)
    end
end

local function u32(range, big)
    return big and range:uint() or range:le_uint()
end

local function u64(range, big)
    return big and range:uint64() or range:le_uint64()
end

-- A text up to its NUL, or to the end; returns where the next one begins.
local function text(tree, field, message, at)
    local stop = at
    while stop < message:len() and message(stop, 1):uint() ~= 0 do
        stop = stop + 1
    end
    if stop > at then
        tree:add(field, message(at, stop - at))
    end
    return stop + 1
end

local function attributes(tree, message, at, big)
    if message:len() < at + 80 then
        return
    end
    local branch = tree:add(message(at, math.min(88, message:len() - at)), "Attributes")
    local add = adder(branch, big)
    add(f.attr_ino, message(at, 8))
    add(f.attr_size, message(at + 8, 8))
    add(f.attr_mode, message(at + 60, 4))
    add(f.attr_nlink, message(at + 64, 4))
    add(f.attr_uid, message(at + 68, 4))
    add(f.attr_gid, message(at + 72, 4))
    if message:len() >= at + 88 then
        add(f.attr_flags, message(at + 84, 4))
        add(f.attr_submount, message(at + 84, 4))
    end
end

local function entry(tree, message, at, big)
    local branch = tree:add(message(at, math.min(ENTRY_BYTES, message:len() - at)), "Entry")
    local add = adder(branch, big)
    add(f.entry_nodeid, message(at, 8))
    add(f.entry_generation, message(at + 8, 8))
    add(f.entry_valid, message(at + 16, 8))
    add(f.entry_attr_valid, message(at + 24, 8))
    attributes(branch, message, at + 40, big)
    return branch
end

local function readdirplus(tree, message, big)
    local at = OUT_HEADER_BYTES
    while message:len() - at >= ENTRY_BYTES + 24 do
        local namelen = u32(message(at + ENTRY_BYTES + 16, 4), big)
        local record = math.floor((ENTRY_BYTES + 24 + namelen + 7) / 8) * 8
        if namelen == 0 or namelen > 4096 or record > message:len() - at then
            tree:add_proto_expert_info(damaged)
            return
        end
        local branch = entry(tree, message, at, big)
        local name = message(at + ENTRY_BYTES + 24, namelen)
        branch:add(f.name, name)
        local dot = name:string() == "." or name:string() == ".."
        branch:add(f.entry_counts, not dot and tostring(u64(message(at, 8), big)) ~= "0"):set_generated()
        at = at + record
    end
end

local function forgets(tree, message, opcode, big)
    local at = IN_HEADER_BYTES
    local add = adder(tree, big)
    if opcode == 2 then
        add(f.forget_nodeid, message(16, 8))
        add(f.forget_nlookup, message(at, 8))
        return
    end
    local count = u32(message(at, 4), big)
    add(f.forget_count, message(at, 4))
    at = at + 8
    for _ = 1, math.min(count, BATCH_ITEMS_MAX) do
        if message:len() < at + 16 then
            tree:add_proto_expert_info(damaged)
            return
        end
        local item = adder(tree:add(message(at, 16), "Item"), big)
        item(f.forget_nodeid, message(at, 8))
        item(f.forget_nlookup, message(at + 8, 8))
        at = at + 16
    end
end

local function arguments(tree, message, opcode, big)
    local at = IN_HEADER_BYTES
    local length = message:len() - at
    local add = adder(tree, big)
    if fh_at[opcode] and length >= 8 then
        add(f.fh, message(at + fh_at[opcode], 8))
    elseif opcode == 3 and length >= 16 and u32(message(at, 4), big) % 2 == 1 then
        add(f.fh, message(at + 8, 8))
    end
    local other = other_nodeid_at[opcode]
    if other and length >= other + 8 then
        add(f.other_nodeid, message(at + other, 8))
    elseif opcode == 36 and length >= 8 then
        add(f.target, message(at, 8))
    elseif opcode == 26 and length >= 8 then
        add(f.major, message(at, 4))
        add(f.minor, message(at + 4, 4))
    elseif (opcode == 2 or opcode == 42) and length >= 8 then
        forgets(tree, message, opcode, big)
    end
    if name_at[opcode] and length > name_at[opcode] then
        local next_name = text(tree, f.name, message, at + name_at[opcode])
        if second_name[opcode] and next_name < message:len() then
            text(tree, f.second_name, message, next_name)
        end
    elseif length > 0 then
        tree:add(f.payload, message(at, length))
    end
end

local function request(tree, message, pinfo, connection, big)
    if message:len() < IN_HEADER_BYTES then
        tree:add_proto_expert_info(damaged)
        return
    end
    local opcode = u32(message(4, 4), big)
    local nodeid = tostring(u64(message(16, 8), big))
    local unique = tostring(u64(message(8, 8), big))
    local key = connection .. "/" .. unique
    if not pinfo.visited and opcode ~= 2 and opcode ~= 42 then
        local pair = { opcode = opcode, nodeid = nodeid, request = pinfo.number, time = pinfo.rel_ts }
        waiting[key] = pair
        pairs_by_frame[pinfo.number] = pair
    end
    local add = adder(tree, big)
    add(f.len, message(0, 4))
    add(f.opcode, message(4, 4))
    add(f.unique, message(8, 8))
    add(f.nodeid, message(16, 8))
    add(f.uid, message(24, 4))
    add(f.gid, message(28, 4))
    add(f.pid, message(32, 4))
    add(f.extlen, message(36, 2))
    local pair = pairs_by_frame[pinfo.number]
    if pair and pair.reply then
        tree:add(f.reply_in, pair.reply):set_generated()
    end
    arguments(tree, message, opcode, big)
    pinfo.cols.info = (opcodes[opcode] or ("opcode " .. opcode)) .. " nodeid " .. nodeid .. " unique " .. unique
end

local function notification(tree, message, pinfo, code, big)
    local length = message:len() - OUT_HEADER_BYTES
    local nodeid_at = notify_nodeid_at[code]
    local add = adder(tree, big)
    add(f.notify, message(4, 4))
    if nodeid_at and length >= nodeid_at + 8 then
        add(f.nodeid, message(OUT_HEADER_BYTES + nodeid_at, 8))
    end
    if code == 6 and length >= 16 then
        add(f.other_nodeid, message(OUT_HEADER_BYTES + 8, 8))
    end
    if notify_name_at[code] and length > notify_name_at[code] then
        text(tree, f.name, message, OUT_HEADER_BYTES + notify_name_at[code])
    elseif length > 0 then
        tree:add(f.payload, message(OUT_HEADER_BYTES, length))
    end
    pinfo.cols.info = "notification " .. (notify_codes[code] or code)
end

local function reply(tree, message, pinfo, connection, big)
    if message:len() < OUT_HEADER_BYTES then
        tree:add_proto_expert_info(damaged)
        return
    end
    local error = big and message(4, 4):int() or message(4, 4):le_int()
    local unique = tostring(u64(message(8, 8), big))
    local add = adder(tree, big)
    add(f.len, message(0, 4))
    add(f.unique, message(8, 8))
    if unique == "0" then
        notification(tree, message, pinfo, error, big)
        return
    end
    add(f.error, message(4, 4))
    local key = connection .. "/" .. unique
    if not pinfo.visited and waiting[key] then
        local pair = waiting[key]
        pair.reply = pinfo.number
        pairs_by_frame[pinfo.number] = pair
        waiting[key] = nil
    end
    local pair = pairs_by_frame[pinfo.number]
    local opcode = pair and pair.opcode
    local length = message:len() - OUT_HEADER_BYTES
    if pair then
        -- so that a filter on an opcode or a nodeid finds both halves
        tree:add(f.opcode, opcode):set_generated()
        tree:add(f.nodeid, UInt64.new(pair.nodeid)):set_generated()
        tree:add(f.request_in, pair.request):set_generated()
        -- the time since the file's first packet: a double holds it to the nanosecond
        local elapsed = pinfo.rel_ts - pair.time
        local seconds = math.floor(elapsed)
        tree:add(f.time, NSTime.new(seconds, math.floor((elapsed - seconds) * 1e9 + 0.5))):set_generated()
    end
    if error == 0 and length > 0 then
        if gives_entry[opcode] and length >= 120 then
            local branch = entry(tree, message, OUT_HEADER_BYTES, big)
            branch:add(f.entry_counts, tostring(u64(message(OUT_HEADER_BYTES, 8), big)) ~= "0"):set_generated()
            if (opcode == 35 or opcode == 51) and length >= ENTRY_BYTES + 8 then
                add(f.fh, message(OUT_HEADER_BYTES + ENTRY_BYTES, 8))
            end
        elseif opcode == 44 then
            readdirplus(tree, message, big)
        elseif (opcode == 3 or opcode == 4) and length >= 96 then
            attributes(tree, message, OUT_HEADER_BYTES + 16, big)
        elseif (opcode == 14 or opcode == 27) and length >= 16 then
            add(f.fh, message(OUT_HEADER_BYTES, 8))
        elseif opcode == 26 and length >= 8 then
            add(f.major, message(OUT_HEADER_BYTES, 4))
            add(f.minor, message(OUT_HEADER_BYTES + 4, 4))
        else
            tree:add(f.payload, message(OUT_HEADER_BYTES, length))
        end
    end
    local what = opcode and (opcodes[opcode] or ("opcode " .. opcode)) or "reply"
    pinfo.cols.info = what .. " reply, error " .. error .. " unique " .. unique
end

function fuse.dissector(buffer, pinfo, root)
    if buffer:len() < RECORD_BYTES or buffer(0, 2):uint() ~= 0xf05e or buffer(2, 1):uint() ~= 1 then
        return 0
    end
    pinfo.cols.protocol = "FUSE"
    local tree = root:add(fuse, buffer())
    local direction = buffer(3, 1):uint()
    local big = buffer(4, 2):uint() % 2 == 1
    local connection = buffer(8, 4):uint()
    tree:add(f.direction, buffer(3, 1))
    if buffer(6, 2):uint() ~= 0xffff then
        tree:add(f.queue, buffer(6, 2))
    end
    tree:add(f.connection, buffer(8, 4))
    if direction == 2 then
        if buffer:len() >= RECORD_BYTES + 8 then
            tree:add(f.lost, buffer(RECORD_BYTES, 8))
        end
        pinfo.cols.info = "messages were lost here"
        return buffer:len()
    end
    if direction > 2 or buffer:len() == RECORD_BYTES then
        tree:add_proto_expert_info(damaged)
        return buffer:len()
    end
    local message = buffer(RECORD_BYTES):tvb()
    pinfo.cols.src = direction == 0 and "kernel" or "server"
    pinfo.cols.dst = direction == 0 and "server" or "kernel"
    if direction == 0 then
        request(tree, message, pinfo, connection, big)
    else
        reply(tree, message, pinfo, connection, big)
    end
    return buffer:len()
end

DissectorTable.get("wtap_encap"):add(wtap.USER0, fuse)
