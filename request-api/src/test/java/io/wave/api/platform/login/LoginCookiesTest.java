package io.wave.api.platform.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginCookiesTest {

    @Test
    void tokensOfCookies() {
        LoginCookies cookies = new LoginCookies(List.of(
                "other=1",
                "JWT=eyJ.a-b_c.d==; Path=/; Max-Age=3600; Expires=Wed, 21 Oct 2026 07:28:00 GMT; Secure; HttpOnly; SameSite=Lax",
                "JWT_REFRESH_TOKEN=\"quoted\"; Path=/oauth"));
        assertThat(cookies.access()).hasValue("eyJ.a-b_c.d==");
        assertThat(cookies.refresh()).hasValue("quoted");
        assertThat(cookies).hasToString("***");
    }

    @Test
    void newTokenIsPreferredToOneThatIsDeleted() {
        LoginCookies cookies = new LoginCookies(List.of(
                "JWT=deleted; Max-Age=0; Path=/old",
                "JWT=new; Max-Age=3600; Path=/",
                "JWT_REFRESH_TOKEN=kept; Expires=Thu, 01 Jan 1970 00:00:00 GMT"));
        assertThat(cookies.access()).hasValue("new");
        assertThat(cookies.refresh())
                .as("the clock of this service may be wrong")
                .hasValue("kept");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "JWT", "JWT=", "JWT=; Max-Age=0", "=x", ";", "jwt=x", "JWT=a b", "JWT=a\tb", "JWT=ü"})
    void whatIsNoTokenIsIgnored(String header) {
        assertThat(new LoginCookies(List.of(header)).access()).isEmpty();
    }
}
