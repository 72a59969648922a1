package io.wave.build;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.wave.build.BuildSpec.Assembly;
import io.wave.image.ImageReference;
import io.wave.job.JobProfile;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What to build, independent of the attempt. In JSON, its members and those of its components are members of the build.
 *
 * @param target the image to push, in canonical form
 * @param source what it is built from
 * @param output the image to create
 * @param assembly how to create the image without running a build, or null if a build is required
 * @param tenant tenant whose registry credentials the build may use
 * @param accessScope 32 lowercase hexadecimal digits: who can read the images that the build uses; null if all callers
 *     can. Builds share what a worker keeps of images, such as BuildKit's state, only with builds of the same scope
 * @param runTimeout how long the build may run, including the push
 * @param jobProfile what the build runs on; null for what all builds run on. It does not change the image
 */
public record BuildWork(
        ImageReference target,
        @JsonUnwrapped BuildSource source,
        @JsonUnwrapped BuildOutput output,
        @Nullable Assembly assembly,
        String tenant,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String accessScope,
        Duration runTimeout,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JobProfile jobProfile) {

    private static final Pattern SCOPE = Pattern.compile("[0-9a-f]{32}");

    public BuildWork {
        requireNonNull(target, "target is missing");
        requireNonNull(source, "source is missing");
        requireNonNull(output, "output is missing");
        requireNonNull(tenant, "tenant is missing");
        requireNonNull(runTimeout, "runTimeout is missing");
        if (accessScope != null && !SCOPE.matcher(accessScope).matches()) {
            throw new IllegalArgumentException("accessScope must be 32 lowercase hexadecimal digits");
        }
    }

    /** Work without a profile. */
    public BuildWork(
            ImageReference target,
            BuildSource source,
            BuildOutput output,
            @Nullable Assembly assembly,
            String tenant,
            @Nullable String accessScope,
            Duration runTimeout) {
        this(target, source, output, assembly, tenant, accessScope, runTimeout, null);
    }

    /** A copy for an index, without files and without a base image. */
    public BuildWork ofIndex() {
        return new BuildWork(
                target, source.with(null, List.of()), output, null, tenant, accessScope, runTimeout, jobProfile);
    }

    /** A copy with another source. */
    public BuildWork from(BuildSource other) {
        return new BuildWork(target, other, output, assembly, tenant, accessScope, runTimeout, jobProfile);
    }

    /** A copy with another output. */
    public BuildWork as(BuildOutput other) {
        return new BuildWork(target, source, other, assembly, tenant, accessScope, runTimeout, jobProfile);
    }

    /** A copy that shares what a worker keeps of images only with builds of this scope; null for a build without one. */
    public BuildWork within(@Nullable String scope) {
        return new BuildWork(target, source, output, assembly, tenant, scope, runTimeout, jobProfile);
    }

    /** A copy that runs on what this profile stands for; null for what all builds run on. */
    public BuildWork on(@Nullable JobProfile profile) {
        return new BuildWork(target, source, output, assembly, tenant, accessScope, runTimeout, profile);
    }
}
