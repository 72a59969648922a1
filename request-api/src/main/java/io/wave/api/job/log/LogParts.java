package io.wave.api.job.log;

import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads several objects as one stream. At most one object is open at a time; missing objects are skipped. */
final class LogParts extends InputStream {

    private final ObjectStore objects;
    private final Iterator<ObjectName> names;
    private @Nullable InputStream current;

    LogParts(ObjectStore objects, List<ObjectName> names) {
        this.objects = objects;
        this.names = List.copyOf(names).iterator();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        for (Optional<InputStream> part = part(); part.isPresent(); part = part()) {
            int count = part.get().read(bytes, offset, length);
            if (count >= 0) {
                return count;
            }
            close();
        }
        return -1;
    }

    private Optional<InputStream> part() {
        while (current == null && names.hasNext()) {
            current = objects.open(names.next()).orElse(null);
        }
        return Optional.ofNullable(current);
    }

    @Override
    public void close() throws IOException {
        InputStream open = current;
        current = null;
        if (open != null) {
            open.close();
        }
    }
}
