package io.wave.cluster.client;

import io.wave.cluster.Command.Result;
import java.time.Duration;
import java.util.function.BiFunction;

/** A client that is one command. */
record CommandLineClient(String name, BiFunction<String, Duration, Result> puller) implements PullClient {

    @Override
    public Result pull(String image, Duration limit) {
        return puller.apply(image, limit);
    }

    @Override
    public String toString() {
        return name;
    }
}
