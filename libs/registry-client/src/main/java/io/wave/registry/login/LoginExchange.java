package io.wave.registry.login;

import io.wave.oci.OciErrorCode;
import io.wave.registry.access.RegistryTarget;
import io.wave.registry.config.Credentials;
import io.wave.registry.error.RegistryException;
import reactor.core.publisher.Mono;

/**
 * Exchanges the credentials of a call for the login that its registry expects: some clouds give out logins, valid for hours, for access
 * keys, roles or the identity of this service. Caches and keys of caches use the credentials, never the login. No method blocks; failures are
 * {@link RegistryException}s.
 */
@FunctionalInterface
public interface LoginExchange {

    /** Credentials are sent as they are. */
    LoginExchange NONE = target -> Mono.justOrEmpty(target.credentials())
            .flatMap(
                    credentials -> credentials.isIdentity() ? Mono.error(unsupported(target)) : Mono.just(credentials));

    /** The login for a call; empty if the call has no credentials. */
    Mono<Credentials> login(RegistryTarget target);

    /** The same for a tool that keeps the login: requested anew unless that was done a moment ago. */
    default Mono<Credentials> fresh(RegistryTarget target) {
        return login(target);
    }

    /** Another login in place of one that was rejected; empty if there is none. */
    default Mono<Credentials> replacement(RegistryTarget target, Credentials rejected) {
        return Mono.empty();
    }

    private static RegistryException unsupported(RegistryTarget target) {
        return new RegistryException(
                OciErrorCode.UNAUTHORIZED,
                401,
                "%s: wave.registries.%s.identity: this service has no identity for the registry"
                        .formatted(target, target.registry()));
    }
}
