package io.wave.registry.access;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a repository is called for, in the words of the token services.
 *
 * @param pushes whether content is put into it
 * @param mountedFrom the repository of the same registry that a blob is taken from, if any
 */
public record Purpose(boolean pushes, Optional<String> mountedFrom) {

    public static final Purpose PULL = new Purpose(false, Optional.empty());
    public static final Purpose PUSH = new Purpose(true, Optional.empty());

    public static Purpose mount(String repository) {
        return new Purpose(true, Optional.of(repository));
    }

    /**
     * What a token must be good for.
     *
     * @param repository what is called; empty for nothing but being let in, which needs no scope
     * @param asked the scope that the registry named: of the very call, which may be less than what comes after it
     */
    public List<String> scopes(String repository, Optional<String> asked) {
        if (repository.isEmpty()) {
            return List.of();
        }
        String own =
                asked.filter(text -> text.startsWith("repository:")).orElse("repository:%s:pull".formatted(repository));
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
