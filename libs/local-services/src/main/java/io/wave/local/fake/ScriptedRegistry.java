package io.wave.local.fake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.wave.local.process.LocalServiceException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/**
 * A registry on a real socket that answers by script, for what no real one does when asked to: it delays, cuts, corrupts,
 * says 429 or 500. Answers of one path are given in turn, the last one again and again; what is in no script is 404. HEAD
 * is answered as GET, without the body. Every call is remembered.
 */
public final class ScriptedRegistry implements AutoCloseable {

    private static final ScriptedAnswer NOT_FOUND = ScriptedAnswer.error(404, "NAME_UNKNOWN");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Deque<ScriptedAnswer>> script = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<ScriptedCall> calls = new ConcurrentLinkedQueue<>();

    private ScriptedRegistry(HttpServer server) {
        this.server = server;
    }

    /** Starts one on a free loopback port. */
    public static ScriptedRegistry start() {
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            ScriptedRegistry registry = new ScriptedRegistry(HttpServer.create(address, 0));
            registry.server.setExecutor(registry.threads);
            registry.server.createContext("/", registry::answer);
            registry.server.start();
            return registry;
        } catch (IOException failed) {
            throw LocalServiceException.of("Scripted registry", failed);
        }
    }

    /** Host and port as they stand in image names. */
    public String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /**
     * What a path is answered from now on, in turn.
     *
     * @param path from the slash on, without the query
     */
    public ScriptedRegistry on(String path, ScriptedAnswer... answers) {
        script.put(path, new ArrayDeque<>(Arrays.asList(answers)));
        return this;
    }

    /** All calls so far, in the order they came in. */
    public List<ScriptedCall> calls() {
        return List.copyOf(calls);
    }

    /** How many calls there were of this method to this path. */
    public long count(String method, String path) {
        Predicate<ScriptedCall> same =
                call -> call.method().equals(method) && call.path().equals(path);
        return calls.stream().filter(same).count();
    }

    private void answer(HttpExchange exchange) {
        calls.add(ScriptedCall.of(exchange));
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            next(exchange.getRequestURI().getPath()).give(exchange);
        } catch (IOException clientLeft) {
            // The client under test may hang up at any moment: not this server's concern.
        }
    }

    private ScriptedAnswer next(String path) {
        Deque<ScriptedAnswer> answers = script.getOrDefault(path, new ArrayDeque<>());
        synchronized (answers) {
            ScriptedAnswer answer = answers.size() > 1 ? answers.poll() : answers.peek();
            return answer == null ? NOT_FOUND : answer;
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
