package io.wave.build;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.wave.build.BuildSpec.Assembly;
import io.wave.image.ImageReference;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be made of a request, in whichever attempt: the same from its acceptance to the worker. On the wire its
 * members, and those of its parts, are members of the build.
 *
 * @param target the image to push, in canonical form
 * @param source what it is built from
 * @param output what kind of image it becomes
 * @param assembly how the image is made without running anything, null where it must be built
 * @param tenant whose registry credentials the build may use
 * @param runTimeout how long it may run, the push included
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

    /** The work of an index, which takes neither files nor an image to add to. */
    public BuildWork ofIndex() {
        return new BuildWork(target, source.with(null, List.of()), output, null, tenant, runTimeout);
    }

    /** The same of another source. */
    public BuildWork from(BuildSource other) {
        return new BuildWork(target, other, output, assembly, tenant, runTimeout);
    }

    /** The same with another output. */
    public BuildWork as(BuildOutput other) {
        return new BuildWork(target, source, other, assembly, tenant, runTimeout);
    }
}
