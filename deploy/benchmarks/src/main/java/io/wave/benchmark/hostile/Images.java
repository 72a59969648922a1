package io.wave.benchmark.hostile;

import io.wave.cluster.WaveClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks for images of a {@link HostileRegistry} and pulls what it gets a name for. */
final class Images {

    private Images() {}

    static List<Attack> all(String registry) {
        List<Attack> attacks = new ArrayList<>();
        for (String repository : HostileRegistry.REPOSITORIES) {
            attacks.add(new Pulled(
                    "image of the hostile registry: %s".formatted(repository), registry + "/" + repository + ":1"));
        }
        attacks.add(new NewHosts());
        return attacks;
    }

    private static HttpResponse<String> submit(Caller caller, String image) throws IOException, InterruptedException {
        return caller.submit(WaveClient.write(Map.of(
                "containerImage", image, "containerConfig", Map.of("env", new String[] {"A=" + System.nanoTime()}))));
    }

    private record Pulled(String name, String image) implements Attack {
        @Override
        public void round(Caller caller) throws IOException, InterruptedException {
            HttpResponse<String> answer = submit(caller, image);
            if (answer.statusCode() == 200) {
                String target = WaveClient.json(answer).get("targetImage").stringValue();
                caller.get(WaveClient.manifestPath(target));
            }
        }
    }

    /** A new registry each time, at a port without a listener. */
    private record NewHosts() implements Attack {
        private static final int HOSTS = 20;

        @Override
        public String name() {
            return "unreachable registries";
        }

        @Override
        public void round(Caller caller) throws IOException, InterruptedException {
            for (int i = 0; i < HOSTS; i++) {
                submit(caller, "localhost:%d/a/b:1".formatted(unusedPort()));
            }
        }

        private static int unusedPort() throws IOException {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            }
        }
    }
}
