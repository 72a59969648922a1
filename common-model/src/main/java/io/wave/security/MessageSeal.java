package io.wave.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates Kafka records of this installation: an HMAC-SHA256 of topic, key, CloudEvents attributes and body, with
 * a key derived from the root key, in the header {@link #HEADER}. Consumers that do not know the header ignore it. A
 * record that is copied to another topic or key becomes invalid.
 */
public final class MessageSeal {

    /** The record header with the HMAC. */
    public static final String HEADER = "wave_hmac";

    private static final String COVERED_HEADERS = "ce_";
    private static final String VERSION = "v1:";
    private static final int ABSENT = -1;

    private final byte[] key;

    private MessageSeal(byte[] key) {
        this.key = key;
    }

    /** The seal of the installation with this root key. */
    public static MessageSeal of(RootKey rootKey) {
        return new MessageSeal(rootKey.derive(RootKey.Purpose.MESSAGES));
    }

    /** The value of {@link #HEADER} for this message. */
    public byte[] sign(Message message) {
        return (VERSION + Base64.getUrlEncoder().withoutPadding().encodeToString(RootKey.mac(key, message.encoded())))
                .getBytes(UTF_8);
    }

    /** Whether {@link #HEADER} has the right value for this message; compared in constant time. */
    public boolean matches(Message message, byte[] header) {
        return MessageDigest.isEqual(sign(message), header);
    }

    @Override
    public String toString() {
        return "***";
    }

    /**
     * The signed parts of a record.
     *
     * @param topic Kafka topic
     * @param key key of the record, if any
     * @param headers all headers of the record; only CloudEvents attributes are signed
     * @param body value of the record, if any
     */
    public record Message(
            String topic,
            @Nullable String key,
            List<Header> headers,
            @Nullable String body) {

        /** Every part with its length, so that different messages have different encodings. */
        private byte[] encoded() {
            List<Header> covered = headers.stream()
                    .filter(header -> header.name().startsWith(COVERED_HEADERS))
                    .sorted(Comparator.comparing(Header::name))
                    .toList();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (DataOutputStream out = new DataOutputStream(bytes)) {
                write(out, topic.getBytes(UTF_8));
                write(out, key == null ? null : key.getBytes(UTF_8));
                out.writeInt(covered.size());
                for (Header header : covered) {
                    write(out, header.name().getBytes(UTF_8));
                    write(out, header.value());
                }
                write(out, body == null ? null : body.getBytes(UTF_8));
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            return bytes.toByteArray();
        }

        private static void write(DataOutputStream out, byte @Nullable [] part) throws IOException {
            out.writeInt(part == null ? ABSENT : part.length);
            if (part != null) {
                out.write(part);
            }
        }
    }

    /** A header of a record; a name may occur several times. */
    @SuppressWarnings("ArrayRecordComponent") // as in Kafka; headers are not compared
    public record Header(String name, byte @Nullable [] value) {}
}
