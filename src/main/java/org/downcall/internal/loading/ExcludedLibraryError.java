package org.downcall.internal.loading;

/** The settings exclude the bundled library of this platform. */
public final class ExcludedLibraryError extends UnsatisfiedLinkError {

    private static final long serialVersionUID = 1;

    ExcludedLibraryError(String message) {
        super(message);
    }
}
