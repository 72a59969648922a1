package io.wave.api.build.view;

import io.wave.api.build.Build;
import io.wave.api.build.index.IndexDecision;
import io.wave.api.web.ServerAddress;
import io.wave.build.BuildId;
import io.wave.build.BuildSpec.IndexEntry;
import io.wave.job.JobState;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The log of an index that failed because of one of its images. No worker has run it, so there is no other log; it
 * links to the log of the failed build.
 */
@Component
class IndexFailure {

    private final ServerAddress server;

    IndexFailure(ServerAddress server) {
        this.server = server;
    }

    /** The log text, if the build failed this way. */
    Optional<String> log(Build build) {
        List<IndexEntry> entries = build.spec().index();
        String failure = build.job().failure();
        if (entries == null || failure == null || build.job().state() != JobState.FAILED) {
            return Optional.empty();
        }
        return IndexDecision.failed(entries, failure)
                .flatMap(entry -> Optional.ofNullable(entry.build()))
                .map(image -> log(failure, image));
    }

    private String log(String failure, BuildId image) {
        return """
                multi-platform build failed:
                %s
                Log of build %s: %s
                """.formatted(failure.stripTrailing(), image, server.page("/v1alpha1/builds/" + image + "/logs"));
    }
}
