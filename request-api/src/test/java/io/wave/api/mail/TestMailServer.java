package io.wave.api.mail;

import com.icegreen.greenmail.Managers;
import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.server.AbstractServer;
import com.icegreen.greenmail.smtp.SmtpManager;
import com.icegreen.greenmail.smtp.SmtpState;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A real mail server that refuses recipients whose address starts with {@code refused} or {@code busy}. */
public final class TestMailServer extends GreenMail {

    public TestMailServer(int port) {
        super(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    }

    @Override
    protected Map<String, AbstractServer> createServices(ServerSetup[] config, Managers unused) {
        managers = new RefusingManagers();
        return super.createServices(config, managers);
    }

    /** The e-mails to this address whose subject ends with a text. */
    List<MimeMessage> received(String address, String subject) {
        return Stream.of(getReceivedMessages())
                .filter(message -> matches(message, address, subject))
                .toList();
    }

    private static boolean matches(MimeMessage message, String address, String subject) {
        try {
            return message.getRecipients(Message.RecipientType.TO)[0].toString().equals(address)
                    && message.getSubject().endsWith(subject);
        } catch (MessagingException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private static final class RefusingManagers extends Managers {

        private final SmtpManager smtp = new SmtpManager(getImapHostManager(), getUserManager()) {

            @Override
            public @Nullable String checkRecipient(SmtpState state, MailAddress recipient) {
                String address = recipient.getEmail();
                return address.startsWith("refused")
                        ? "550 5.1.1 no such user"
                        : address.startsWith("busy") ? "451 4.2.1 try again later" : null;
            }
        };

        @Override
        public SmtpManager getSmtpManager() {
            return smtp;
        }
    }
}
