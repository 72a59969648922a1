package io.wave.benchmark.hostile;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Connections that are opened, sent the same beginning and then left alone: the service must close or bound them.
 *
 * @param name of the attack
 * @param count how many in a round
 * @param text what each sends
 * @param holdTime how long they are left open
 */
record Connections(String name, int count, Supplier<String> text, Duration holdTime) implements Attack {

    private static final Duration A_MINUTE = Duration.ofSeconds(60);

    /** @param blob path of a large blob, whose readers stop reading */
    static List<Attack> all(Supplier<String> blob) {
        return List.of(
                new Connections(
                        "incomplete request headers",
                        3_000,
                        () -> "GET /service-info HTTP/1.1\r\nHost: x\r\nX-",
                        A_MINUTE),
                new Connections(
                        "bodies that never arrive",
                        200,
                        () -> "POST /v1alpha2/container HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                                + "Content-Length: 10000000\r\n\r\n{",
                        A_MINUTE),
                new Connections(
                        "clients that stop reading a layer",
                        1_000,
                        () -> "GET " + blob.get() + " HTTP/1.1\r\nHost: x\r\n\r\n",
                        Duration.ofSeconds(90)),
                new Connections(
                        "open home pages",
                        300,
                        () -> "GET /view/live HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n",
                        A_MINUTE),
                new Connections(
                        "responses that are not read",
                        50,
                        () -> "GET /v2/ HTTP/1.1\r\nHost: x\r\n\r\n".repeat(5_000),
                        Duration.ofSeconds(30)));
    }

    @Override
    public void round(Caller caller) throws IOException, InterruptedException {
        List<Socket> open = new ArrayList<>();
        try {
            String beginning = text.get();
            for (int i = 0; i < count; i++) {
                open(caller, beginning, open);
            }
            Thread.sleep(holdTime);
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    private static void open(Caller caller, String beginning, List<Socket> open) {
        try {
            open.add(caller.connection(beginning));
        } catch (IOException refused) {
            // What the service should do with too many; the next one is tried all the same.
        }
    }
}
