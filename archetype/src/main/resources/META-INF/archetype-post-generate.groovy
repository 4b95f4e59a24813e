// Checks the names, and completes the bindings with the digest of the header, which contains the names.
import java.security.MessageDigest
import javax.lang.model.SourceVersion

def project = new File(request.getOutputDirectory(), request.getArtifactId())
def library = request.getProperties().getProperty('library')
def className = request.getProperties().getProperty('className')
def packageName = request.getPackage()

def invalid = { what, value, remedy ->
    throw new IllegalArgumentException("The project in ${project} cannot be built. '${value}' cannot be the name of " +
        "${what}. Delete the project, and set ${remedy} in the command.")
}
def keywordsOfC = ('auto char const double else enum extern float for goto if inline int long main register restrict ' +
    'return short signed sizeof static struct switch typedef union unsigned void volatile while').tokenize()
if (!(library ==~ /[a-z][a-z0-9_]*/) || keywordsOfC.contains(library)) {
    invalid('a C library', library, '-Dlibrary=... to lower-case letters, digits and underscores')
}
if (!(className ==~ /[A-Z][A-Za-z0-9]*/)) {
    invalid('a class', className, '-DclassName=... to letters and digits')
}
if (!SourceVersion.isName(packageName)) {
    invalid('a package', packageName, '-Dpackage=...')
}
if ('i'.toUpperCase() != 'I') {
    throw new IllegalArgumentException("The project in ${project} cannot be built, because the letters i and I are not " +
        "a pair in the language of this process. Delete the project, and run the command with MAVEN_OPTS=-Duser.language=en.")
}

def header = new File(project, "src/main/c/${library}.h").getText('UTF-8').replace('\r\n', '\n')
def digest = MessageDigest.getInstance('SHA-256').digest(header.getBytes('UTF-8')).encodeHex().toString()
def bindings = new File(project, "src/main/jextract/${packageName.replace('.', '/')}/internal/bindings/HeaderHash.java")
bindings.setText(bindings.getText('UTF-8').replace('@sha256@', digest), 'UTF-8')
