package io.wave.api.web.problem;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.wave.registry.error.RegistryException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.catalina.connector.ClientAbortException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.HttpMessageNotWritableException;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.request.ServletWebRequest;

class ApiErrorsTest {

    private final ClientAbortException abort = new ClientAbortException(new IOException("Broken pipe"));
    private final ApiErrors errors = new ApiErrors();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(ApiErrors.class);
    private @Nullable Level level;

    @BeforeEach
    void record() {
        lines.start();
        logger.addAppender(lines);
        level = logger.getLevel();
        logger.setLevel(Level.DEBUG);
    }

    @AfterEach
    void stopRecording() {
        logger.detachAppender(lines);
        logger.setLevel(level);
    }

    @Test
    void clientThatDisconnectsIsOneDebugLine() {
        assertThat(errors.handleExceptionInternal(
                        new HttpMessageNotWritableException("Could not write JSON", abort),
                        null,
                        new HttpHeaders(),
                        HttpStatus.INTERNAL_SERVER_ERROR,
                        new ServletWebRequest(new MockHttpServletRequest())))
                .isNull();
        assertOneDebugLine();
        assertThat(errors.onUnexpected(abort)).isNull();
        assertOneDebugLine();
        errors.onStore(new UncheckedIOException(abort));
        assertOneDebugLine();
    }

    @Test
    void otherFailuresToWriteAreErrors() {
        errors.onUnexpected(new HttpMessageNotWritableException("Could not write JSON"));

        assertThat(lines.list)
                .singleElement()
                .satisfies(line -> assertThat(line.getLevel()).isEqualTo(Level.ERROR));
    }

    @Test
    void invalidAnswerOfRegistryIsBadRequest() {
        var response = errors.onRegistry(RegistryException.ofInvalidAnswer("registry.test/app: too many redirects"));

        assertThat(response.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(response.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isNull();
        assertThat(response.getBody())
                .isEqualTo(new ApiError("registry: cannot be read: registry.test/app: too many redirects"));
    }

    @Test
    void controlCharactersAreEscaped() {
        assertThat(ApiException.invalid("packages.condaOpts.mambaImage", "invalid name 'a\nb\t\u0007\u2028'"))
                .hasMessage("packages.condaOpts.mambaImage: invalid name 'a\\nb\\t\\u0007\\u2028'");
    }

    private void assertOneDebugLine() {
        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.DEBUG);
            assertThat(line.getThrowableProxy()).isNull();
        });
        lines.list.clear();
    }
}
