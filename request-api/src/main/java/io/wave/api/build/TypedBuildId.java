package io.wave.api.build;

import io.wave.build.BuildId;
import io.wave.container.ContainerId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A build id as users write it: with or without {@code bd-}, with {@code -N} or {@code _N}, or without a number, which
 * selects the latest build.
 *
 * @param container the container id
 * @param attempt the exact build, if a number was given
 */
public record TypedBuildId(ContainerId container, Optional<BuildId> attempt) {

    private static final Pattern GRAMMAR = Pattern.compile("(?:bd-)?([0-9a-f]{16})(?:[_-](\\d{1,18}))?");

    /** Empty if the text cannot be a build id. */
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
