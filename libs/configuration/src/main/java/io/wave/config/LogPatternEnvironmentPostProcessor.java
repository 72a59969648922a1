package io.wave.config;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Log lines are those of Spring Boot, followed by the key-value pairs of the event, which Boot leaves out, and the id
 * of the trace, if there is one. {@code
 * logging.pattern.console} and {@code logging.pattern.file} override this.
 */
final class LogPatternEnvironmentPostProcessor implements EnvironmentPostProcessor {

    private static final String TIME = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX}";
    private static final String TRACE = "%replace( traceId=%X{traceId}){' traceId=$', ''}";
    private static final String EVENT = "%m%replace( %kvp){'^ $', ''}" + TRACE + "%n%wEx";
    private static final Map<String, Object> PATTERNS = Map.of(
            "logging.pattern.console",
            "%clr(" + TIME + "){faint} %clr(%5p) %clr(%property{PID}){magenta} "
                    + "%clr(--- %esb(){APPLICATION_NAME}[%15.15t] ){faint}%clr(%-40.40logger{39}){cyan} %clr(:){faint} "
                    + EVENT,
            "logging.pattern.file",
            TIME + " %5p %property{PID} --- %esb(){APPLICATION_NAME}[%t] %-40.40logger{39} : " + EVENT);

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        environment.getPropertySources().addLast(new MapPropertySource("log patterns", PATTERNS));
    }
}
