package io.wave.api.retention;

import io.wave.store.LogPartNames;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Which objects are kept, by the prefix of their names. */
@Component
class RetentionRules {

    private final RetentionTables tables;
    private final RetentionProperties properties;

    RetentionRules(RetentionTables tables, RetentionProperties properties) {
        this.tables = tables;
        this.properties = properties;
    }

    Iterable<Rule> all() {
        return Set.of(
                new Rule(
                        "contents",
                        "blobs/sha256/",
                        Pattern.compile("blobs/sha256/([0-9a-f]{64})"),
                        Duration.ofDays(Integer.MAX_VALUE),
                        digests -> tables.namedContents(digests, properties.contexts())),
                new Rule(
                        "logs",
                        "logs/",
                        Pattern.compile("logs/([^/]{1,100}?)(?:[.]log|/" + LogPartNames.PART + "|/"
                                + LogPartNames.PROGRESS + ")"),
                        properties.logs(),
                        tables::knownJobs),
                new Rule(
                        "scans",
                        "scans/",
                        Pattern.compile("scans/(sc-[0-9a-f]{16}_[0-9]{1,18})/[a-z]{1,20}[.]json"),
                        Duration.ofDays(Integer.MAX_VALUE),
                        tables::knownReports),
                new Rule(
                        "locks",
                        "locks/",
                        Pattern.compile("locks/([^/]{1,100})[.]lock"),
                        Duration.ofDays(Integer.MAX_VALUE),
                        tables::knownJobs));
    }

    /**
     * A kind of objects.
     *
     * @param what name in metrics
     * @param prefix prefix of the object names
     * @param name pattern of the whole name; its group is the key in records
     * @param longest maximum time an object is kept
     * @param named returns those of some keys that records refer to
     */
    record Rule(String what, String prefix, Pattern name, Duration longest, Named named) {

        /** The key of an object in records; empty if the object does not belong to this service. */
        Optional<String> key(String objectName) {
            var matcher = name.matcher(objectName);
            return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
        }
    }

    /** Looks up the keys that records refer to. */
    @FunctionalInterface
    interface Named {

        Set<String> among(Collection<String> keys);
    }
}
