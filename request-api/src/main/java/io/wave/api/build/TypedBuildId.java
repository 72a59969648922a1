package io.wave.api.build;

import io.wave.build.BuildId;
import io.wave.container.ContainerId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A build as users name it: its id, maybe without {@code bd-}, maybe with {@code -N} for {@code _N}, maybe without a
 * number, which means the newest attempt.
 *
 * @param container what is built
 * @param attempt the very attempt, where a number was given
 */
public record TypedBuildId(ContainerId container, Optional<BuildId> attempt) {

    private static final Pattern GRAMMAR = Pattern.compile("(?:bd-)?([0-9a-f]{16})(?:[_-](\\d{1,18}))?");

    /** Empty for what can be no build. */
    public static Optional<TypedBuildId> parse(String text) {
        Matcher parts = GRAMMAR.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        ContainerId container = new ContainerId(parts.group(1));
        Optional<BuildId> attempt =
                Optional.ofNullable(parts.group(2)).map(number -> new BuildId(container, Long.parseLong(number)));
        return Optional.of(new TypedBuildId(container, attempt));
    }
}
