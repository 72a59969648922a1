package io.wave.api.build;

import io.wave.image.Digest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An image for one platform, as a part of an image for several.
 *
 * @param plan how it is built
 * @param present its digest where its registry has it, else null
 * @param lookedAt when the registry was asked
 */
public record PlannedPart(BuildPlan plan, @Nullable Digest present, Instant lookedAt) {}
