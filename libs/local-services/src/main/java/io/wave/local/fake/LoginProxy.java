package io.wave.local.fake;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A forward proxy for tunnels that requires a login, as companies have them. */
public final class LoginProxy implements AutoCloseable {

    private static final String REFUSAL = String.join(
            "\r\n",
            "HTTP/1.1 407 Proxy Authentication Required",
            "Proxy-Authenticate: Basic realm=\"proxy\"",
            "Content-Length: 0",
            "Connection: close",
            "",
            "");

    private final ServerSocket server;
    private final String authorization;
    private final List<String> targets = new CopyOnWriteArrayList<>();

    private LoginProxy(ServerSocket server, String login) {
        this.server = server;
        this.authorization = "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }

    /** Starts one on a free port of the loopback interface, for {@code user:password}. */
    public static LoginProxy start(String login) {
        try {
            LoginProxy proxy = new LoginProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), login);
            Thread.ofVirtual().name("login-proxy").start(proxy::accept);
            return proxy;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The port that it listens on. */
    public int port() {
        return server.getLocalPort();
    }

    /** {@code host:port} of each tunnel that was opened. */
    public List<String> targets() {
        return targets;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            BufferedReader head =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII), 1);
            String[] request = String.valueOf(head.readLine()).split(" ");
            boolean loggedIn = false;
            for (String line = head.readLine(); line != null && !line.isEmpty(); line = head.readLine()) {
                loggedIn |= line.equalsIgnoreCase("Proxy-Authorization: " + authorization);
            }
            if (!loggedIn || !request[0].equals("CONNECT")) {
                write(client, REFUSAL);
                return;
            }
            targets.add(request[1]);
            int colon = request[1].lastIndexOf(':');
            tunnel(client, request[1].substring(0, colon), Integer.parseInt(request[1].substring(colon + 1)));
        } catch (IOException gone) {
            // One of the two has closed the connection.
        }
    }

    private static void tunnel(Socket client, String host, int port) throws IOException {
        try (Socket target = new Socket(host, port)) {
            write(client, "HTTP/1.1 200 Connection established\r\n\r\n");
            Thread.ofVirtual().start(() -> copy(target, client));
            copy(client, target);
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException gone) {
            // The other direction ends too.
        }
    }

    private static void write(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().flush();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
