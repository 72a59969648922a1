package io.wave.config.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.security.InternalApi;
import io.wave.security.RootKey;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class InternalKeyFilterTest {

    private static final RootKey ROOT_KEY = RootKey.parse(Base64.getEncoder().encodeToString(new byte[32]));

    private final InternalKeyFilter filter = new InternalKeyFilter(ROOT_KEY);
    private final MockHttpServletResponse response = new MockHttpServletResponse();

    @ParameterizedTest
    @ValueSource(strings = {"/internal", "/internal/jobs/build/x", "/actuator", "/actuator/env", "/actuator/health/db"})
    void internalPathsAreNotFoundWithoutTheSecret(String path) throws ServletException, IOException {
        assertThat(pass(request(path))).isNull();
        assertThat(response.getStatus()).isEqualTo(404);
        assertThat(response.getContentAsString()).isEqualTo("{\"message\":\"Not found\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/internal/jobs/build/x", "/actuator/env"})
    void internalPathsAreAllowedWithTheSecret(String path) throws ServletException, IOException {
        assertThat(pass(withKey(request(path)))).isNotNull();
    }

    @Test
    void wrongSecretIsRejected() throws ServletException, IOException {
        MockHttpServletRequest request = request("/internal/jobs/build/x");
        request.addHeader(InternalApi.KEY_HEADER, "wrong");
        assertThat(pass(request)).isNull();
    }

    @Test
    void bearerTokenOfMonitoringIsForTheActuatorAlone() throws ServletException, IOException {
        HttpServletRequest passed = pass(withBearer(request("/actuator/prometheus"), ROOT_KEY.internalSecret()));
        assertThat(passed).isNotNull();
        assertThat(passed.getHeader("Authorization")).isNull();
        assertThat(pass(withBearer(request("/actuator/prometheus"), "wrong"))).isNull();
        assertThat(pass(withBearer(request("/internal/jobs/build/x"), ROOT_KEY.internalSecret())))
                .isNull();
    }

    @Test
    void loginOfAForwardedRequestIsKept() throws ServletException, IOException {
        HttpServletRequest passed = pass(withBearer(withKey(request("/v1alpha2/container")), "token of a user"));
        assertThat(passed).isNotNull();
        assertThat(passed.getHeader("Authorization")).isEqualTo("Bearer token of a user");
    }

    private static MockHttpServletRequest withBearer(MockHttpServletRequest request, String token) {
        request.addHeader("Authorization", "Bearer " + token);
        return request;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/health", "/actuator/health/liveness", "/v1alpha2/container", "/internals"})
    void otherPathsAreAllowed(String path) throws ServletException, IOException {
        assertThat(pass(request(path))).isNotNull();
    }

    @Test
    void principalRequiresTheSecret() throws ServletException, IOException {
        assertThat(pass(request("/actuator/health")))
                .extracting(HttpServletRequest::getUserPrincipal)
                .isNull();
        assertThat(pass(withKey(request("/actuator/health"))))
                .extracting(HttpServletRequest::getUserPrincipal)
                .isNotNull();
    }

    @Test
    void clientAddressHeaderRequiresTheSecret() throws ServletException, IOException {
        assertThat(clientAddress(request("/v1alpha2/container"))).isNull();
        assertThat(clientAddress(withKey(request("/v1alpha2/container")))).isEqualTo("192.0.2.7");
    }

    private @Nullable String clientAddress(MockHttpServletRequest request) throws ServletException, IOException {
        request.addHeader(InternalApi.CLIENT_ADDRESS_HEADER, "192.0.2.7");
        HttpServletRequest passed = pass(request);
        assertThat(passed).isNotNull();
        return passed.getHeader(InternalApi.CLIENT_ADDRESS_HEADER);
    }

    private @Nullable HttpServletRequest pass(MockHttpServletRequest request) throws ServletException, IOException {
        var chain = new MockFilterChain();
        filter.doFilter(request, response, chain);
        return (HttpServletRequest) chain.getRequest();
    }

    private static MockHttpServletRequest request(String path) {
        var request = new MockHttpServletRequest("GET", path);
        request.setServletPath(path);
        return request;
    }

    private static MockHttpServletRequest withKey(MockHttpServletRequest request) {
        request.addHeader(InternalApi.KEY_HEADER, ROOT_KEY.internalSecret());
        return request;
    }
}
