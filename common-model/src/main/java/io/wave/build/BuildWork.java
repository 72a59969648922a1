package io.wave.build;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.wave.build.BuildSpec.Assembly;
import io.wave.image.ImageReference;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to build, independent of the attempt. In JSON, its members and those of its components are members of the build.
 *
 * @param target the image to push, in canonical form
 * @param source what it is built from
 * @param output the image to create
 * @param assembly how to create the image without running a build, or null if a build is required
 * @param tenant tenant whose registry credentials the build may use
 * @param runTimeout how long the build may run, including the push
 */
public record BuildWork(
        ImageReference target,
        @JsonUnwrapped BuildSource source,
        @JsonUnwrapped BuildOutput output,
        @Nullable Assembly assembly,
        String tenant,
        Duration runTimeout) {

    public BuildWork {
        requireNonNull(target, "target is missing");
        requireNonNull(source, "source is missing");
        requireNonNull(output, "output is missing");
        requireNonNull(tenant, "tenant is missing");
        requireNonNull(runTimeout, "runTimeout is missing");
    }

    /** A copy for an index, without files and without a base image. */
    public BuildWork ofIndex() {
        return new BuildWork(target, source.with(null, List.of()), output, null, tenant, runTimeout);
    }

    /** A copy with another source. */
    public BuildWork from(BuildSource other) {
        return new BuildWork(target, other, output, assembly, tenant, runTimeout);
    }

    /** A copy with another output. */
    public BuildWork as(BuildOutput other) {
        return new BuildWork(target, source, other, assembly, tenant, runTimeout);
    }
}
