package io.wave.api.mail;

import io.wave.api.job.UserJob;
import io.wave.api.mail.MailTable.Mail;
import io.wave.api.web.ServerAddress;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;

/** Composes e-mails, with a body in plain text and in HTML. */
final class MailComposer {

    private final JavaMailSender sender;
    private final ITemplateEngine templates;
    private final InternetAddress from;
    private final ServerAddress server;
    private final String pages;

    /**
     * A composer.
     *
     * @param pages path of the pages of jobs, or of their records if the pages are disabled
     */
    MailComposer(
            JavaMailSender sender,
            ITemplateEngine templates,
            InternetAddress from,
            ServerAddress server,
            String pages) {
        this.sender = sender;
        this.templates = templates;
        this.from = from;
        this.server = server;
        this.pages = pages;
    }

    /**
     * The e-mail about a job. Its Message-ID is the same in each attempt, so that the mail server or program recognises a
     * repeated one.
     *
     * @throws MessagingException if the recipient is invalid
     */
    MimeMessage compose(Mail mail, UserJob job) throws MessagingException {
        MailText text = text(job);
        MimeMessage message = sender.createMimeMessage();
        MimeMessageHelper helper = new MimeMessageHelper(message, true, StandardCharsets.UTF_8.name());
        helper.setFrom(from);
        helper.setTo(MailAddressProperties.parse(mail.recipient()));
        helper.setSubject(text.subject());
        helper.setText(text.plain(), templates.process("mail", new Context(Locale.ROOT, Map.of("mail", text))));
        message.setHeader(
                "Message-ID", "<%s@%s>".formatted(mail.id(), server.url().getHost()));
        // Programs that respond to e-mails do not respond to this one.
        message.setHeader("Auto-Submitted", "auto-generated");
        return message;
    }

    private MailText text(UserJob job) {
        String page = "%s/%ss/%s".formatted(pages, job.job().kind(), job.job().id());
        return MailText.of(job, server.page(page), server.page(""));
    }
}
