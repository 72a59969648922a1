package io.wave.builder.image;

import io.wave.build.BuildId;
import io.wave.build.BuildOutput;
import io.wave.build.BuildSource;
import io.wave.build.BuildSpec;
import io.wave.build.BuildWork;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Builds for tests that do not run them. */
public final class SampleSpec {

    private SampleSpec() {}

    public static BuildSpec of(String containerFile) {
        return of("registry.test/app:1", containerFile, new BuildOutput(Platform.LINUX_AMD64, null, null, null));
    }

    public static BuildSpec of(String target, String containerFile, BuildOutput output) {
        return of(target, new BuildSource(containerFile, null, null, null, null), output);
    }

    public static BuildSpec ofTemplate(@Nullable String template, String containerFile, BuildOutput output) {
        return of("registry.test/app:1", new BuildSource(containerFile, null, null, null, template), output);
    }

    private static BuildSpec of(String target, BuildSource source, BuildOutput output) {
        return new BuildSpec(
                BuildId.parse("bd-0123456789abcdef_1"),
                new BuildWork(
                        ImageReference.parse(target), source, output, null, "anonymous", null, Duration.ofMinutes(1)),
                Duration.ofMinutes(1),
                Instant.EPOCH,
                null);
    }
}
