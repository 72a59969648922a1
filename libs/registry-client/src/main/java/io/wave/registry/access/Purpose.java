package io.wave.registry.access;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The access that a call needs, from which the scopes of its token are made.
 *
 * @param pushes whether content is pushed
 * @param mountedFrom repository of the same registry that a blob is mounted from, if any
 */
public record Purpose(boolean pushes, Optional<String> mountedFrom) {

    public static final Purpose PULL = new Purpose(false, Optional.empty());
    public static final Purpose PUSH = new Purpose(true, Optional.empty());

    public static Purpose mount(String repository) {
        return new Purpose(true, Optional.of(repository));
    }

    /**
     * The scopes that a token needs.
     *
     * @param repository repository of the call; empty for a login, which needs no scope
     * @param challenged scope of the challenge; it covers that one call and may be less than later calls need
     */
    public List<String> scopes(String repository, Optional<String> challenged) {
        if (repository.isEmpty()) {
            return List.of();
        }
        String own = challenged
                .filter(text -> text.startsWith("repository:"))
                .orElse("repository:%s:pull".formatted(repository));
        if (!pushes) {
            return List.of(own);
        }
        int actions = own.lastIndexOf(':') + 1;
        Set<String> wanted = new LinkedHashSet<>(List.of(own.substring(actions).split(",")));
        wanted.addAll(List.of("pull", "push"));
        String pushing = own.substring(0, actions) + String.join(",", wanted);
        return mountedFrom
                .map(from -> List.of(pushing, "repository:%s:pull".formatted(from)))
                .orElse(List.of(pushing));
    }
}
