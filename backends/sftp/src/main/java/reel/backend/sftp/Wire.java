package reel.backend.sftp;

/// Numbers of SFTP version 3: draft-ietf-secsh-filexfer-02 and OpenSSH's PROTOCOL.
final class Wire {
    static final int VERSION_SPOKEN = 3;

    static final int INIT = 1;
    static final int VERSION = 2;
    static final int OPEN = 3;
    static final int CLOSE = 4;
    static final int READ = 5;
    static final int WRITE = 6;
    static final int LSTAT = 7;
    static final int FSTAT = 8;
    static final int SETSTAT = 9;
    static final int FSETSTAT = 10;
    static final int OPENDIR = 11;
    static final int READDIR = 12;
    static final int REMOVE = 13;
    static final int MKDIR = 14;
    static final int RMDIR = 15;
    static final int REALPATH = 16;
    static final int STAT = 17;
    static final int RENAME = 18;
    static final int READLINK = 19;
    static final int SYMLINK = 20;
    static final int STATUS = 101;
    static final int HANDLE = 102;
    static final int DATA = 103;
    static final int NAME = 104;
    static final int ATTRS = 105;
    static final int EXTENDED = 200;
    static final int EXTENDED_REPLY = 201;

    static final int OK = 0;
    static final int EOF = 1;
    static final int NO_SUCH_FILE = 2;
    static final int PERMISSION_DENIED = 3;
    static final int FAILURE = 4;
    static final int BAD_MESSAGE = 5;
    static final int NO_CONNECTION = 6;
    static final int CONNECTION_LOST = 7;
    static final int UNSUPPORTED = 8;

    static final int FOR_READING = 1;
    static final int FOR_WRITING = 2;
    static final int CREATING = 8;
    static final int EXCLUSIVELY = 0x20;

    /// The largest packet that OpenSSH sends or takes, and that any server may send us.
    static final int MOST_PACKET = 256 << 10;

    /// Longer handles are against the standard.
    static final int MOST_HANDLE = 256;

    /// Of a path or a name: the longest of any system we know is 32 KiB in UTF-16.
    static final int MOST_PATH = 64 << 10;

    /// Every request's and answer's length, type and id.
    static final int HEAD = 9;

    private Wire() {}
}
