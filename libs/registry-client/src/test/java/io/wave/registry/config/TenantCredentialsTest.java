package io.wave.registry.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.registry.config.RegistryEntry.Callers;
import io.wave.registry.config.TenantRegistriesProperties.Login;
import io.wave.registry.config.TenantRegistriesProperties.Token;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TenantCredentialsTest {

    private static final String OWN = "installation.test";

    private final TenantCredentials credentials = new TenantCredentials(
            new RegistriesProperties(Map.of(
                    "all.test",
                    entry("all", Callers.ALL, false),
                    "all.test/push",
                    entry("all-push", Callers.ALL, true),
                    "named.test",
                    entry("named", Callers.NAMED, true),
                    "none.test",
                    entry("none", Callers.NONE, false),
                    OWN,
                    entry("installation", Callers.NONE, false))),
            new TenantRegistriesProperties(Map.of(
                    "alice",
                    new Token(
                            Map.of(
                                    "private.test",
                                    new Login("alice", "p"),
                                    "private.test/team",
                                    new Login("alice-team", "p"),
                                    "none.test",
                                    new Login("alice-none", "p"),
                                    OWN,
                                    new Login("alice-own", "p")),
                            List.of()),
                    "carol",
                    granted("none.test/team", "all.test", "named.test", "unknown.test"))),
            new BuildRepositories(OWN + "/wave/build", "cache/on-hub", "public.test"));

    @ParameterizedTest
    @CsvSource({
        "anonymous, all.test, a, all",
        "anonymous, named.test, a,",
        "bob, named.test, a, named",
        "bob, none.test, a,",
        "alice, none.test, a, alice-none",
        "alice, private.test, a, alice",
        "alice, private.test, team/a, alice-team",
        "bob, private.test, a,",
        "anonymous, installation.test, wave/build, installation",
        "anonymous, installation.test, wave/build/sub, installation",
        "alice, installation.test, wave/build, installation",
        "anonymous, installation.test, wave/building,",
        "alice, installation.test, other, alice-own",
        "alice, unknown.test, a,",
        "carol, none.test, team/a, none",
        "carol, none.test, team, none",
        "carol, none.test, teams/a,",
        "carol, none.test, a,",
        "carol, all.test, a, all",
        "carol, private.test, a,",
        "carol, unknown.test, a,",
    })
    void areThoseOfTheTenantOrTheOperator(String tenant, String registry, String repository, @Nullable String user) {
        assertThat(credentials.of(tenant, registry, repository).map(Credentials::username))
                .isEqualTo(Optional.ofNullable(user));
    }

    @ParameterizedTest
    @CsvSource({
        "anonymous, all.test, a, false",
        "anonymous, all.test, push/a, true",
        "anonymous, named.test, a, true",
        "bob, named.test, a, true",
        "anonymous, none.test, a, true",
        "alice, none.test, a, true",
        "alice, private.test, a, true",
        "anonymous, unknown.test, a, true",
        "anonymous, installation.test, wave/build, true",
        "anonymous, public.test, library/a, true",
        "carol, all.test, a, true",
        "carol, none.test, team/a, true",
        "carol, unknown.test, a, true",
    })
    void pushesDoNotUseTheOperatorsWithoutPermission(String tenant, String registry, String repository, boolean can) {
        assertThat(credentials.canPush(tenant, registry, repository)).isEqualTo(can);
    }

    @ParameterizedTest
    @CsvSource({
        "all.test, a, false",
        "named.test, a, true",
        "none.test, a, true",
        "private.test, a, true",
        "unknown.test, a, false",
        "installation.test, wave/build/x, false",
        "installation.test, other, true",
    })
    void differByTenantWhereSomeCallersHaveNone(String registry, String repository, boolean differ) {
        assertThat(credentials.differByTenant(registry, repository)).isEqualTo(differ);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Private.test/Team", "private.test/team:1", ""})
    void invalidPrefixNamesItsKey(String prefix) {
        Map<String, Token> tokens = Map.of("alice", new Token(Map.of(prefix, new Login("a", "secret")), List.of()));
        assertThatThrownBy(() -> new TenantRegistriesProperties(tokens))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("wave.tokens.static.alice.credentials." + prefix)
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://private.test", "private.test/team:1", ""})
    void invalidRegistryNamesItsKey(String prefix) {
        Map<String, Token> tokens = Map.of("carol", granted(prefix));
        assertThatThrownBy(() -> new TenantRegistriesProperties(tokens))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("wave.tokens.static.carol.registries: ");
    }

    @Test
    void userNameAndPasswordAreRequired() {
        Map<String, Token> tokens = Map.of("alice", new Token(Map.of("private.test", new Login("a", null)), List.of()));
        assertThatThrownBy(() -> new TenantRegistriesProperties(tokens))
                .hasMessage("wave.tokens.static.alice.credentials.private.test: username and password are required");
    }

    @Test
    void secretsAreNotPrinted() {
        assertThat(new TenantRegistriesProperties(Map.of(
                                "alice", new Token(Map.of("private.test", new Login("user", "secret")), List.of())))
                        .toString())
                .doesNotContain("user", "secret");
    }

    private static Token granted(String... registries) {
        return new Token(Map.of(), List.of(registries));
    }

    private static RegistryEntry entry(String username, Callers callers, boolean push) {
        return new RegistryEntry(username, "p", null, false, null, callers, push);
    }

    /** Others may have pushed there, and the tenant reads it with the operator's credentials. */
    @ParameterizedTest
    @CsvSource({
        "bob, installation.test, wave/build/sub, true",
        "alice, installation.test, wave/build, true",
        "bob, installation.test:443, wave/build, true",
        "bob, installation.test, wave/building, false",
        "bob, all.test, push/a, true",
        "bob, all.test, a, true",
        "bob, none.test, team/a, true",
        "alice, none.test, team/a, false",
        "bob, none.test, a, false",
        "bob, private.test, a, false",
        "bob, unknown.test, a, false"
    })
    void sharedRepositoriesAreTold(String tenant, String registry, String repository, boolean shared) {
        assertThat(credentials.isShared(tenant, registry, repository)).isEqualTo(shared);
    }

    @Test
    void otherNamesOfTheMachineAreThoseOfItsRegistry() {
        TenantCredentials local = new TenantCredentials(
                new RegistriesProperties(Map.of()),
                new TenantRegistriesProperties(Map.of()),
                new BuildRepositories("localhost:5000/builds", null, null));
        for (String host : List.of("localhost:5000", "127.0.0.1:5000", "127.1.2.3:5000", "[::1]:5000")) {
            assertThat(local.isShared("bob", host, "builds/a")).as(host).isTrue();
        }
        assertThat(local.isShared("bob", "localhost:5001", "builds/a")).isFalse();
    }

    @Test
    void hostsAreComparedWithoutRegardToCase() {
        TenantCredentials mixed = new TenantCredentials(
                new RegistriesProperties(Map.of("None.TEST", entry("none", Callers.NONE, false))),
                new TenantRegistriesProperties(Map.of("carol", granted("NONE.test/team"))),
                new BuildRepositories(null, null, null));
        assertThat(mixed.of("carol", "none.test", "team/a")).isPresent();
        assertThat(mixed.registriesWithoutEffect()).isEmpty();
    }

    @Test
    void registriesOfTokensWithoutCredentialsOfTheOperatorAreTold() {
        assertThat(credentials.registriesWithoutEffect()).isEqualTo(Map.of("carol", List.of("unknown.test")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"registry", "team/images", "https://a.test", "a.test:port", "-a.test"})
    void whatCannotBeAHostIsRejectedWithItsKey(String registry) {
        assertThatThrownBy(() -> new TenantRegistriesProperties(Map.of("carol", granted(registry))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("wave.tokens.static.carol.registries: ");
    }
}
