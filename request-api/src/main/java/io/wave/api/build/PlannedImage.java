package io.wave.api.build;

import io.wave.image.Digest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One platform's image of a multi-platform image.
 *
 * @param plan how it is built
 * @param present its digest if the registry has it, else null
 * @param checkedAt when the registry was asked
 */
public record PlannedImage(BuildPlan plan, @Nullable Digest present, Instant checkedAt) {}
