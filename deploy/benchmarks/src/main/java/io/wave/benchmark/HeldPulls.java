package io.wave.benchmark;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Many pulls at the same time from one thread, each on a connection of its own, following the hops of a hold. Tells when
 * the first byte of each image arrived.
 */
final class HeldPulls implements AutoCloseable {

    /** More at once would overflow the server's queue of connections to accept. */
    private static final int MOST_CONNECTING = 500;

    private static final int TICK_MILLIS = 20;

    private final InetSocketAddress server;
    private final String path;
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
    private final List<HeldPull> pulls = new ArrayList<>();
    /** Updated with each change: counting all pulls each time would distort the measurement. */
    private int asked;

    private int done;
    private int failed;

    HeldPulls(InetSocketAddress server, String path) throws IOException {
        this.server = server;
        this.path = path;
        this.selector = Selector.open();
    }

    /** Opens so many connections and asks on each; returns when every request is on its way. */
    void open(int count, Duration limit) throws IOException {
        long end = System.nanoTime() + limit.toNanos();
        int opened = 0;
        while (asked < count && System.nanoTime() < end) {
            while (opened < count && opened - asked - failed < MOST_CONNECTING) {
                connect();
                opened++;
            }
            turn();
            if (failed > 0 && asked + failed >= count) {
                return;
            }
        }
    }

    /** Goes on until this much time is over. */
    void hold(Duration time) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            turn();
        }
    }

    /** Goes on until every pull has an answer, at most for so long. */
    void awaitAll(Duration limit) throws IOException {
        long end = System.nanoTime() + limit.toNanos();
        while (done < pulls.size() && System.nanoTime() < end) {
            turn();
        }
    }

    /** How many connections broke. */
    int failed() {
        return failed;
    }

    /** How many were sent on to the next hop, hops counted. */
    int hops() {
        return pulls.stream().mapToInt(HeldPull::hops).sum();
    }

    /** When the first byte of each image arrived, in milliseconds of the wall clock, in ascending order. */
    long[] firstBytes() {
        return pulls.stream()
                .filter(HeldPull::isServed)
                .mapToLong(HeldPull::firstByteAt)
                .sorted()
                .toArray();
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }

    private void connect() throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        HeldPull pull = new HeldPull(channel, server, path);
        pulls.add(pull);
        channel.register(selector, SelectionKey.OP_CONNECT, pull);
        channel.connect(server);
    }

    private void turn() throws IOException {
        selector.select(key -> ready(key, (HeldPull) key.attachment()), TICK_MILLIS);
    }

    private void ready(SelectionKey key, HeldPull pull) {
        boolean connecting = pull.isConnecting();
        pull.ready(key, buffer);
        asked += connecting && pull.isAsked() ? 1 : 0;
        done += pull.isDone() ? 1 : 0;
        failed += pull.isBroken() ? 1 : 0;
    }
}
