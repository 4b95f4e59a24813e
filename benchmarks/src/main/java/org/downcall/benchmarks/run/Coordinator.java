package org.downcall.benchmarks.run;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * Gives contenders their turns. Each contender is a JVM of its own, connected through the loopback
 * interface, and sleeps in a blocking read while others have their turns.
 *
 * <p>First all contenders warm up, as many at a time as there are processors. Then there are
 * rounds. In a round, each contender measures one slice, alone, in an order that changes at random
 * from round to round. A disturbed slice is measured again while the contender has spare slices
 * left. A contender that ends or does not answer leaves, and the others continue.
 */
final class Coordinator implements Closeable {

    /**
     * What a contender measured.
     *
     * @param turns for each round, the turn whose slice counts
     * @param disturbed the number of disturbed slices
     */
    record Slices(int[] turns, int disturbed) {}

    private static final int POLL_MILLISECONDS = 50;

    /** A program that connects, but is no contender, must not delay the others for long. */
    private static final int GREETING_MILLISECONDS = 2_000;

    private final ServerSocket server =
            new ServerSocket(0, Integer.MAX_VALUE, InetAddress.getLoopbackAddress());
    private final long token = new SecureRandom().nextLong();
    private final List<Contender> contenders = new ArrayList<>();
    private final Duration longestTurn;
    private final Random random;

    private final class Contender {

        private final int[] turns;
        private final int allTurns;
        private Socket socket;
        private DataInputStream in;
        private DataOutputStream out;
        private long process;
        private int nextTurn;
        private int sparesLeft;
        private int disturbed;
        private boolean left;

        Contender(int rounds) {
            turns = new int[rounds];
            sparesLeft = spares(rounds);
            allTurns = rounds + sparesLeft;
        }

        /** Waits for the message that the contender waits for its turn. */
        void awaitReady() throws IOException {
            int message = in.read();
            if (message != TurnClient.READY) {
                throw new EOFException("message " + message);
            }
        }

        void go() throws IOException {
            out.writeByte(TurnClient.GO);
        }

        /** Measures slices until one counts. */
        void takeTurns(int round) throws IOException {
            boolean isDisturbed;
            do {
                turns[round] = nextTurn++;
                go();
                if (in.read() != TurnClient.ENDED) {
                    throw new EOFException("the slice did not end");
                }
                isDisturbed = in.readBoolean();
                if (nextTurn < allTurns) {
                    awaitReady();
                } else {
                    in.read(); // the JVM ends, which is work, too
                }
                disturbed += isDisturbed ? 1 : 0;
            } while (isDisturbed && sparesLeft-- > 0);
        }

        /** Lets the contender run through the slices that it does not need. */
        void release() throws IOException {
            for (int turn = nextTurn; turn < allTurns; turn++) {
                go();
            }
        }

        void leave(boolean kill) {
            left = true;
            if (socket != null) {
                try {
                    socket.close();
                } catch (IOException e) {
                    // It is not needed any more.
                }
            }
            if (kill && process != ProcessHandle.current().pid()) {
                ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }

    /**
     * @param rounds for each contender, the number of rounds in which it takes part, from the first
     *     round on
     * @param longestTurn a contender that takes longer, or warms up longer, is ended
     * @param seed of the order in the rounds
     */
    Coordinator(List<Integer> rounds, Duration longestTurn, long seed) throws IOException {
        this.longestTurn = longestTurn;
        random = new Random(seed);
        rounds.forEach(own -> contenders.add(new Contender(own)));
    }

    /** {@return the number of slices that a contender may repeat} */
    static int spares(int rounds) {
        return rounds / 4;
    }

    /** {@return what a contender needs to connect} */
    String address(int contender) {
        return server.getLocalPort() + ":" + Long.toUnsignedString(token, 16) + ":" + contender;
    }

    /**
     * Returns when all rounds are over.
     *
     * @param running completes for each contender when it has ended, with or without success
     * @return for each contender its slices; empty if it left
     */
    List<Optional<Slices>> conduct(List<? extends Future<?>> running)
            throws IOException, InterruptedException {
        accept(running);
        inParallel(Contender::awaitReady);
        Semaphore processors = new Semaphore(Runtime.getRuntime().availableProcessors());
        inParallel(contender -> {
            processors.acquire();
            try {
                contender.go();
                contender.awaitReady();
            } finally {
                processors.release();
            }
        });
        int rounds = contenders.stream().mapToInt(one -> one.turns.length).max().orElse(0);
        for (int i = 0; i < rounds; i++) {
            int round = i;
            List<Contender> order = present();
            order.removeIf(contender -> contender.turns.length <= round);
            Collections.shuffle(order, random);
            for (Contender contender : order) {
                attempt(contender, one -> one.takeTurns(round));
            }
        }
        inParallel(Contender::release);
        server.close(); // a contender that connected after this would wait forever
        return contenders.stream()
                .map(one -> one.left
                        ? Optional.<Slices>empty()
                        : Optional.of(new Slices(one.turns, one.disturbed)))
                .toList();
    }

    private List<Contender> present() {
        return new ArrayList<>(contenders.stream().filter(one -> !one.left).toList());
    }

    /** Waits until every contender has connected, or has ended before it did. */
    private void accept(List<? extends Future<?>> running) throws IOException {
        server.setSoTimeout(POLL_MILLISECONDS);
        long deadline = System.nanoTime() + longestTurn.toNanos();
        for (int i = 0; i < contenders.size(); i++) {
            Contender contender = contenders.get(i);
            while (contender.socket == null && !contender.left) {
                try {
                    greet(server.accept());
                } catch (SocketTimeoutException e) {
                    // Look again whether it still runs.
                }
                contender.left = contender.socket == null
                        && (running.get(i).isDone() || System.nanoTime() > deadline);
            }
        }
    }

    private void greet(Socket socket) throws IOException {
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(GREETING_MILLISECONDS);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            if (in.readLong() == token) {
                Contender contender = contenders.get(in.readInt());
                contender.process = in.readLong();
                socket.setSoTimeout(Math.toIntExact(longestTurn.toMillis()));
                contender.in = in;
                contender.out = new DataOutputStream(socket.getOutputStream());
                contender.socket = socket;
                return;
            }
        } catch (IOException e) {
            // Another program has connected, or a contender that has ended.
        }
        socket.close();
    }

    private interface Step {
        void with(Contender contender) throws IOException, InterruptedException;
    }

    private static void attempt(Contender contender, Step step) {
        try {
            step.with(contender);
        } catch (IOException | InterruptedException e) {
            contender.leave(e instanceof SocketTimeoutException);
        }
    }

    private void inParallel(Step step) throws InterruptedException {
        List<Thread> threads = present().stream()
                .map(contender -> Thread.ofVirtual().start(() -> attempt(contender, step)))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Ends contenders that still wait. */
    @Override
    public void close() throws IOException {
        server.close();
        contenders.forEach(contender -> contender.leave(false));
    }
}
