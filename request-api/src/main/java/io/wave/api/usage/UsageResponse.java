package io.wave.api.usage;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Response of the metrics endpoints.
 *
 * @param metric what was counted
 * @param count the total
 * @param orgs counts by organization
 * @param arch requested architecture
 */
record UsageResponse(
        String metric,
        long count,
        Map<String, Long> orgs,
        @Nullable String arch) {

    static UsageResponse of(UsageKind kind, UsageQuery query, Map<String, Long> sums) {
        Map<String, Long> organisations = new LinkedHashMap<>(sums);
        long anonymous = orZero(organisations.remove(Usage.ANONYMOUS));
        if (query.organisation() != null) {
            organisations.putIfAbsent(query.organisation(), 0L);
        }
        long known = organisations.values().stream().mapToLong(Long::longValue).sum();
        return new UsageResponse(
                kind.name().toLowerCase(Locale.ROOT),
                query.includesAnonymous() ? known + anonymous : known,
                organisations,
                query.architecture());
    }

    private static long orZero(@Nullable Long count) {
        return count == null ? 0 : count;
    }
}
