package org.downcall.benchmarks.run;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** A contender's connection to the {@link Coordinator}, which gives it its turns. */
final class TurnClient implements Closeable {

    static final int GO = 1;
    static final int READY = 2;
    static final int ENDED = 3;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    /** @param address what {@link Coordinator#address} returned */
    TurnClient(String address) throws IOException {
        String[] parts = address.split(":");
        socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(parts[0]));
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
        out.writeLong(Long.parseUnsignedLong(parts[1], 16));
        out.writeInt(Integer.parseInt(parts[2]));
        out.writeLong(ProcessHandle.current().pid());
    }

    /** Sleeps until it is this contender's turn. */
    void await() throws IOException {
        out.writeByte(READY);
        if (in.read() != GO) {
            throw new EOFException("the suite has ended");
        }
    }

    /** The slice is over. The turn ends when this contender waits again, or ends. */
    void end(boolean disturbed) throws IOException {
        out.writeByte(ENDED);
        out.writeBoolean(disturbed);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
