package io.wave.registry.config;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.wave.image.ImageReference;
import io.wave.security.RootKey;
import io.wave.security.SecretCipher;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Credentials of users that are not in the configuration of this service, such as those that they keep in a Seqera Platform. Requests and
 * jobs bring them along, encrypted. They are kept in memory only, each for one tenant; those of jobs until these end.
 */
public final class UserLogins {

    /** How the names of tenants begin that have such credentials. */
    public static final String TENANT_PREFIX = "platform_";

    private static final Logger LOG = LoggerFactory.getLogger(UserLogins.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String KEPT = "that the user keeps in the Platform";
    private static final Pattern REFUSAL = Pattern.compile(
            "unauthorized|authentication required|access denied|denied: |forbidden|insufficient_scope",
            Pattern.CASE_INSENSITIVE);

    private static final int MAX_TENANTS = 50_000;
    private static final int MAX_OF_TENANT = 200;

    private final Optional<SecretCipher> cipher;
    private final Cache<String, Map<String, Login>> tenants =
            Caffeine.newBuilder().maximumSize(MAX_TENANTS).build();

    private final Map<String, OfAttempt> attempts = new ConcurrentHashMap<>();

    /** @param rootKey key of the installation; without one, nothing is brought along */
    public UserLogins(@Nullable RootKey rootKey) {
        this.cipher = Optional.ofNullable(rootKey).map(key -> new SecretCipher(key, RootKey.Purpose.USER_LOGINS));
    }

    /**
     * Credentials for a registry, or for the repositories below a path in it.
     *
     * @param prefix {@code host[/path]}
     * @param since when they were looked up
     */
    public record Login(String prefix, Credentials credentials, Instant since) {

        private boolean covers(String repository) {
            return repository.equals(prefix) || repository.startsWith(prefix + "/");
        }
    }

    private record OfAttempt(String tenant, Map<String, Login> logins) {}

    /** As it is encrypted. */
    private record Entry(String prefix, String username, String password) {

        @Override
        public String toString() {
            return "***";
        }
    }

    /** Whether a tenant is a user of a Platform. */
    public static boolean isUser(String tenant) {
        return tenant.startsWith(TENANT_PREFIX);
    }

    /** The credentials of a tenant for a repository: those with the longest prefix that covers it. */
    public Optional<Credentials> find(String tenant, String registry, String repository) {
        return isUser(tenant)
                ? RegistryPrefix.longest(of(tenant), registry, repository, Optional::of)
                        .map(Login::credentials)
                : Optional.empty();
    }

    private Map<String, Login> of(String tenant) {
        Map<String, Login> known =
                Optional.ofNullable(tenants.getIfPresent(tenant)).orElse(Map.of());
        return attempts.values().stream()
                .filter(attempt -> attempt.tenant().equals(tenant))
                .map(OfAttempt::logins)
                .reduce(known, (all, added) -> with(new HashMap<>(all), added));
    }

    /**
     * Sets the credentials of a tenant for an image, in place of all that were known for it.
     *
     * @param login empty if there are none
     */
    public void set(String tenant, ImageReference image, Optional<Login> login) {
        tenants.asMap().merge(tenant, asMap(login), (known, added) -> {
            Map<String, Login> all = new HashMap<>(known);
            all.values().removeIf(other -> other.covers(image.name()));
            return with(all, added);
        });
    }

    private static Map<String, Login> asMap(Optional<Login> login) {
        return login.map(found -> Map.of(found.prefix(), found)).orElse(Map.of());
    }

    private static Map<String, Login> with(Map<String, Login> all, Map<String, Login> added) {
        added.forEach((prefix, login) ->
                all.merge(prefix, login, (known, other) -> other.since().isBefore(known.since()) ? known : other));
        return Map.copyOf(all.size() > MAX_OF_TENANT ? added : all);
    }

    /**
     * The credentials of a tenant for these images, to be sent to other services and stored.
     *
     * @return encrypted, for this tenant only; null if there are none
     */
    public @Nullable String seal(String tenant, Collection<ImageReference> images) {
        Map<String, Login> known = of(tenant);
        List<Entry> entries = images.stream()
                .flatMap(image ->
                        RegistryPrefix.longest(known, image.registry(), image.repository(), Optional::of).stream())
                .distinct()
                .map(login -> new Entry(
                        login.prefix(),
                        login.credentials().username(),
                        login.credentials().password()))
                .toList();
        return entries.isEmpty()
                ? null
                : cipher.map(key -> key.encrypt(tenant, JSON.writeValueAsString(entries)))
                        .orElse(null);
    }

    /**
     * Takes over what {@link #seal} has returned, unless newer credentials are known.
     *
     * @param sealed null if there is nothing
     * @param since when they were looked up
     * @return false if it cannot be decrypted
     */
    public boolean open(String tenant, @Nullable String sealed, Instant since) {
        if (sealed == null || !isUser(tenant)) {
            return true;
        }
        Optional<Map<String, Login>> brought = decrypted(tenant, sealed, since);
        brought.ifPresent(logins ->
                tenants.asMap().merge(tenant, logins, (known, added) -> with(new HashMap<>(known), added)));
        return brought.isPresent();
    }

    /**
     * The same for an attempt at a job, until it is {@linkplain #close closed}.
     *
     * @return false if it cannot be decrypted
     */
    public boolean openFor(String attempt, String tenant, String sealed, Instant since) {
        if (!isUser(tenant)) {
            return true;
        }
        Optional<Map<String, Login>> brought = decrypted(tenant, sealed, since);
        brought.ifPresent(logins -> attempts.put(attempt, new OfAttempt(tenant, logins)));
        return brought.isPresent();
    }

    /** Forgets the credentials of an attempt, if it has any. */
    public void close(String attempt) {
        attempts.remove(attempt);
    }

    private Optional<Map<String, Login>> decrypted(String tenant, String sealed, Instant since) {
        Optional<String> text = cipher.flatMap(key -> key.decrypt(tenant, sealed));
        if (text.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("tenant", tenant)
                    .log("The credentials of a user cannot be decrypted: they were encrypted with another root key");
        }
        return text.map(json -> logins(entries(json), since));
    }

    private static Map<String, Login> logins(List<Entry> entries, Instant since) {
        Map<String, Login> logins = new HashMap<>();
        entries.forEach(entry -> logins.put(
                entry.prefix(), new Login(entry.prefix(), new Credentials(entry.username(), entry.password()), since)));
        return Map.copyOf(logins);
    }

    /**
     * The reason of a failure, with whose credentials a registry has refused if it was refused and names a repository for which the
     * tenant brings some along. Tools do not say whose they are.
     */
    public String explain(String tenant, String failure) {
        if (!REFUSAL.matcher(failure).find() || failure.contains(KEPT)) {
            return failure;
        }
        String prefixes =
                of(tenant).keySet().stream().filter(failure::contains).sorted().collect(Collectors.joining(", "));
        return prefixes.isEmpty() ? failure : explained(failure, prefixes);
    }

    /** In the first line, before the colon that further lines follow. */
    private static String explained(String failure, String prefixes) {
        int lineEnd = failure.indexOf('\n') < 0 ? failure.length() : failure.indexOf('\n');
        int end = failure.startsWith(":", lineEnd - 1) ? lineEnd - 1 : lineEnd;
        return "%s; for %s the registry was shown the credentials %s%s"
                .formatted(failure.substring(0, end), prefixes, KEPT, failure.substring(end));
    }

    private static List<Entry> entries(String text) {
        try {
            return JSON.readValue(text, new TypeReference<List<Entry>>() {});
        } catch (JacksonException ofOtherVersion) {
            return List.of();
        }
    }
}
