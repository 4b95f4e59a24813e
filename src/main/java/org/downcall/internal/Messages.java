package org.downcall.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Collects messages. This is a class, because a lambda would delay the start by a millisecond. */
final class Messages implements Consumer<String> {

    private final List<String> all = new ArrayList<>();

    @Override
    public void accept(String message) {
        all.add(message);
    }

    /** {@return the messages so far} */
    List<String> all() {
        return all;
    }
}
