package io.wave.registry.manifest;

import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.QueryStringEncoder;
import io.wave.oci.DocumentLimits;
import io.wave.oci.OciErrorCode;
import io.wave.registry.access.RegistryTarget;
import io.wave.registry.call.Redirects;
import io.wave.registry.document.DocumentJson;
import io.wave.registry.error.RegistryException;
import io.wave.registry.http.Reply;
import io.wave.registry.http.UpstreamFailures;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/** {@code GET /v2/<name>/tags/list}, page by page. */
public final class TagsEndpoint {

    private static final Pattern NEXT = Pattern.compile("<([^>]*)>\\s*;[^,]*\\brel=\"?next\"?");

    private final Redirects redirects;
    private final UpstreamFailures failures;
    private final JsonMapper json = DocumentJson.ofTags();

    public TagsEndpoint(Redirects redirects, UpstreamFailures failures) {
        this.redirects = redirects;
        this.failures = failures;
    }

    public Mono<TagPage> list(RegistryTarget target, @Nullable Integer n, @Nullable String last) {
        QueryStringEncoder query = new QueryStringEncoder("/tags/list");
        if (n != null) {
            query.addParam("n", n.toString());
        }
        if (last != null) {
            query.addParam("last", last);
        }
        URI uri = target.uri(query.toString());
        return redirects
                .follow(target, HttpMethod.GET, uri, EmptyHttpHeaders.INSTANCE)
                .flatMap(reply ->
                        reply.isSuccess() ? read(target, reply, n, last) : failures.emptyIfAbsent(target, reply));
    }

    private Mono<TagPage> read(RegistryTarget target, Reply reply, @Nullable Integer n, @Nullable String last) {
        return reply.document(DocumentLimits.MAX_BYTES, json)
                .onErrorMap(failure -> UpstreamFailures.bodyFailed(target, failure))
                .map(body -> tags(target, body))
                .map(tags -> page(reply, after(last, tags), n));
    }

    /** Registries without pagination return all tags again. */
    private static List<String> after(@Nullable String last, List<String> tags) {
        return last == null ? tags : tags.subList(tags.indexOf(last) + 1, tags.size());
    }

    private static TagPage page(Reply reply, List<String> tags, @Nullable Integer n) {
        if (n == null || n < 0 || tags.size() <= n) {
            return new TagPage(tags, next(reply, tags));
        }
        List<String> first = tags.subList(0, n);
        return new TagPage(first, first.isEmpty() ? Optional.empty() : Optional.of(first.getLast()));
    }

    private List<String> tags(RegistryTarget target, byte[] body) {
        try (JsonParser parser = json.createParser(body)) {
            List<String> tags = List.of();
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean wanted = parser.currentName().equals("tags");
                if (parser.nextToken() == JsonToken.START_ARRAY && wanted) {
                    tags = texts(parser);
                } else {
                    parser.skipChildren();
                }
            }
            return tags;
        } catch (JacksonException unreadable) {
            throw new RegistryException(OciErrorCode.UNAVAILABLE, 200, target + ": invalid list of tags");
        }
    }

    private static List<String> texts(JsonParser parser) {
        List<String> texts = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                texts.add(parser.getString());
            }
            parser.skipChildren();
        }
        return texts;
    }

    /** The parameter {@code last} of the link to the next page; if it has none, the last tag of this page. */
    private static Optional<String> next(Reply reply, List<String> tags) {
        return reply.headers("Link").stream()
                .map(NEXT::matcher)
                .filter(Matcher::find)
                .map(link -> link.group(1))
                .findFirst()
                .flatMap(link -> new QueryStringDecoder(link)
                        .parameters().getOrDefault("last", List.of()).stream()
                                .findFirst()
                                .or(() -> tags.isEmpty() ? Optional.empty() : Optional.of(tags.getLast())));
    }
}
