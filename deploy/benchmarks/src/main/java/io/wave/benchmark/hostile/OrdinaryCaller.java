package io.wave.benchmark.hostile;

import io.wave.cluster.WaveClient;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;

/** Asks for an image with a variable of its own, pulls its manifest and its layer, and notes how long each took. */
final class OrdinaryCaller {

    private final Caller caller;
    private final String image;
    private final AtomicLong requests = new AtomicLong();
    private final Latencies submissions = new Latencies();
    private final Latencies manifests = new Latencies();
    private final Latencies layers = new Latencies();

    OrdinaryCaller(Caller caller, String image) {
        this.caller = caller;
        this.image = image;
    }

    /** One request with its pull. */
    void round() throws InterruptedException {
        String json = WaveClient.write(Map.of("containerImage", image, "containerConfig", Map.of("env", new String[] {
            "REQUEST=" + requests.incrementAndGet()
        })));
        String answer = timed(submissions, () -> caller.submit(json));
        if (answer.isEmpty()) {
            return;
        }
        String path = WaveClient.manifestPath(
                WaveClient.parse(answer).get("targetImage").stringValue());
        String manifest = timed(manifests, () -> caller.get(path));
        if (manifest.isEmpty()) {
            return;
        }
        JsonNode first = WaveClient.parse(manifest).get("layers").get(0);
        String repository = path.substring(0, path.lastIndexOf("/manifests/"));
        timed(
                layers,
                () -> caller.get(repository + "/blobs/" + first.get("digest").stringValue()));
    }

    /** The three kinds of calls by name. */
    Map<String, Latencies> latencies() {
        return Map.of("container request", submissions, "manifest", manifests, "layer", layers);
    }

    /** The body of a 200; empty for all else, which counts as a failure. */
    private static String timed(Latencies latencies, Call call) throws InterruptedException {
        long begin = System.nanoTime();
        try {
            HttpResponse<String> response = call.send();
            latencies.add(Duration.ofNanos(System.nanoTime() - begin));
            if (response.statusCode() == 200) {
                return response.body();
            }
        } catch (IOException dropped) {
            latencies.add(Duration.ofNanos(System.nanoTime() - begin));
        }
        latencies.fail();
        return "";
    }

    @FunctionalInterface
    private interface Call {
        HttpResponse<String> send() throws IOException, InterruptedException;
    }
}
