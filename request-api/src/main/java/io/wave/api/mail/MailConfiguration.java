package io.wave.api.mail;

import io.micrometer.core.instrument.MeterRegistry;
import io.wave.api.job.JobKinds;
import io.wave.api.security.token.MailAddresses;
import io.wave.api.web.ServerAddress;
import io.wave.config.InvalidConfigurationException;
import io.wave.messaging.loop.TaskLoop;
import io.wave.messaging.loop.TaskLoop.Pace;
import jakarta.mail.internet.AddressException;
import java.time.Duration;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.javamail.JavaMailSender;
import org.thymeleaf.ITemplateEngine;

/** E-mails, if a mail server is configured. */
@Configuration(proxyBeanMethods = false)
@Conditional(MailConfiguredCondition.class)
class MailConfiguration {

    private static final Duration METERS_INTERVAL = Duration.ofSeconds(5);
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(2);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(30);

    @Bean
    MailTable mailTable(JdbcClient jdbc) {
        return new MailTable(jdbc);
    }

    @Bean
    MailComposer mailComposer(
            JavaMailSender sender,
            ITemplateEngine templates,
            MailAddressProperties addresses,
            ServerAddress server,
            Environment environment)
            throws AddressException {
        if (addresses.from() == null) {
            throw new InvalidConfigurationException(
                    "mail.from: is missing",
                    "Set it to the sender address of e-mails, or remove spring.mail.host to send none.");
        }
        boolean pages = environment.getProperty("wave.capabilities.web-views", Boolean.class, true);
        return new MailComposer(
                sender,
                templates,
                MailAddressProperties.parse(addresses.from()),
                server,
                pages ? "/view" : "/v1alpha1");
    }

    @Bean
    MailMeters mailMeters(MailTable table, MeterRegistry meters) {
        return new MailMeters(table, meters);
    }

    @Bean
    TaskLoop mailLoop(
            MailTable table,
            JobKinds jobs,
            MailComposer composer,
            JavaMailSender sender,
            MailProperties properties,
            MailMeters meters) {
        MailDelivery delivery = new MailDelivery(table, jobs, composer, sender, properties, meters);
        return new TaskLoop(
                "mail", delivery, new Pace(POLL_INTERVAL, Duration.ZERO, MAX_PAUSE), TaskLoop.BEFORE_CONNECTIONS);
    }

    @Bean
    TaskLoop mailMetersLoop(MailMeters meters) {
        return new TaskLoop(
                "mail-meters",
                meters,
                new Pace(METERS_INTERVAL, Duration.ZERO, METERS_INTERVAL),
                TaskLoop.BEFORE_CONNECTIONS);
    }

    @Bean
    MailQueue mailQueue(
            MailTable table,
            MailProperties properties,
            MailAddressProperties addresses,
            MailAddresses users,
            TaskLoop mailLoop) {
        return new MailQueue(table, properties, addresses.to(), users, UUID::randomUUID, mailLoop::wake);
    }
}
