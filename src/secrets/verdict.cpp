// SPDX-License-Identifier: Apache-2.0
#include "secrets/verdict.h"

#include <algorithm>
#include <optional>

namespace chartwright {
namespace {

// Everything works on views of the value: a QString or a regular expression would keep copies.
using View = QByteArrayView;

bool isDigit(char c) { return c >= '0' && c <= '9'; }

bool isHexDigit(char c) { return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool isLineEnd(char c) { return c == '\n' || c == '\r'; }

bool equalsNoCase(View a, QLatin1StringView b)
{
    return QLatin1StringView(a.data(), a.size()).compare(b, Qt::CaseInsensitive) == 0;
}

View trimmed(View text)
{
    while (!text.empty() && (isLineEnd(text.back()) || text.back() == ' ' || text.back() == '\t'))
        text.chop(1);
    while (!text.empty() &&
           (isLineEnd(text.front()) || text.front() == ' ' || text.front() == '\t'))
        text = text.sliced(1);
    return text;
}

// --- base64
// ---------------------------------------------------------------------------------------

int sextet(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (isDigit(c))
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/// The bytes behind strict base64 with padding; lines of a wrapped one may end anywhere.
std::optional<SecretValue> decoded(View text)
{
    SecretValue out = SecretValue::ofSize(text.size());
    qsizetype size = 0, letters = 0, padding = 0;
    quint32 bits = 0;
    for (const char c : text) {
        if (isLineEnd(c))
            continue;
        const int six = sextet(c);
        if (c == '=')
            ++padding;
        if ((six < 0 && c != '=') || (padding > 0 && c != '='))
            return std::nullopt;
        bits = (bits << 6) | quint32(std::max(six, 0));
        if (++letters % 4 == 0) {
            out.data()[size++] = char(bits >> 16);
            out.data()[size++] = char(bits >> 8);
            out.data()[size++] = char(bits);
        }
    }
    // The bits that padding leaves over are zero in what an encoder writes.
    if (letters % 4 != 0 || padding > 2 || size < padding ||
        std::any_of(out.view().begin() + size - padding, out.view().begin() + size,
                    [](char c) { return c != 0; }))
        return std::nullopt;
    return SecretValue(out.view().first(size - padding));
}

/// Readable, as random bytes are not: for n of them the chance is below 0.4^n.
bool isText(View bytes)
{
    qsizetype foreign = 0, words = 0;
    for (const char c : bytes) {
        const auto code = static_cast<unsigned char>(c);
        if (code >= 0x80)
            ++foreign;
        else if (code == 0x7f || (code < 0x20 && !isLineEnd(c) && c != '\t'))
            return false;
        else if (isLetter(c) || isDigit(c))
            ++words;
    }
    return QUtf8StringView(bytes.data(), bytes.size()).isValidUtf8() &&
           foreign * 4 <= bytes.size() &&
           (bytes.size() >= 15 || (foreign == 0 && words * 4 >= bytes.size() * 3));
}

bool isBase64OfText(View value)
{
    const View text = trimmed(value);
    const bool padded = text.endsWith('=');
    if (text.size() < (padded ? 8 : 16) || std::all_of(text.begin(), text.end(), isHexDigit))
        return false;
    const auto bytes = decoded(text);
    return bytes && bytes->size() >= 4 && isText(bytes->view());
}

// --- addresses
// ------------------------------------------------------------------------------------

struct Url
{
    View scheme;
    View rest;      ///< after "://"
    View authority; ///< up to the first / ? or #
};

std::optional<Url> urlOf(View value)
{
    const View text = trimmed(value);
    const qsizetype at = text.indexOf("://");
    if (at < 1 || !isLetter(text.front()) || std::any_of(text.begin(), text.end(), isLineEnd))
        return std::nullopt;
    const View scheme = text.first(at);
    if (!std::all_of(scheme.begin(), scheme.end(), [](char c) {
            return isLetter(c) || isDigit(c) || c == '+' || c == '-' || c == '.' || c == ':';
        }))
        return std::nullopt;
    const View rest = text.sliced(at + 3);
    const auto *end = std::find_if(rest.begin(), rest.end(),
                                   [](char c) { return c == '/' || c == '?' || c == '#'; });
    return Url{scheme, rest, rest.first(end - rest.begin())};
}

/// Of "host:port", "[::1]:port"; without the port.
View hostOf(View hostAndPort)
{
    if (hostAndPort.startsWith('[')) {
        const qsizetype end = hostAndPort.indexOf(']');
        return end < 0 ? View() : hostAndPort.sliced(1, end - 1);
    }
    const qsizetype colon = hostAndPort.indexOf(':');
    return colon < 0 ? hostAndPort : hostAndPort.first(colon);
}

bool isLocal(View host)
{
    static constexpr QLatin1StringView Suffix(".localhost");
    if (equalsNoCase(host, QLatin1StringView("localhost")) || host == "::1" || host == "0.0.0.0" ||
        (host.size() > Suffix.size() && equalsNoCase(host.last(Suffix.size()), Suffix)))
        return true;
    return host.startsWith("127.") && std::count(host.begin(), host.end(), '.') == 3 &&
           std::all_of(host.begin(), host.end(), [](char c) { return isDigit(c) || c == '.'; });
}

bool isLocalAddress(View value)
{
    const auto url = urlOf(value);
    if (!url) {
        // "localhost:5432", as some clients take it
        const View text = trimmed(value);
        const View host = hostOf(text);
        const View port = text.sliced(std::min(text.size(), host.size() + 1));
        return isLocal(host) && host != "::1" && !port.empty() &&
               std::all_of(port.begin(), port.end(), isDigit);
    }
    View hosts = url->authority.sliced(url->authority.lastIndexOf('@') + 1);
    while (!hosts.empty()) { // a cluster's: "one:27017,two:27017"
        const qsizetype comma = hosts.indexOf(',');
        if (isLocal(hostOf(comma < 0 ? hosts : hosts.first(comma))))
            return true;
        hosts = comma < 0 ? View() : hosts.sliced(comma + 1);
    }
    return false;
}

bool hasUnencodedPassword(View value)
{
    const auto url = urlOf(value);
    if (!url)
        return false;
    const qsizetype at = url->authority.lastIndexOf('@');
    if (at < 0) {
        // "user:pa/ss@host": cut in its password, the authority ends in what is no port.
        const qsizetype colon = url->authority.indexOf(':');
        if (colon < 0 || url->authority.startsWith('[') ||
            url->rest.sliced(url->authority.size()).indexOf('@') < 0)
            return false;
        const View port = url->authority.sliced(colon + 1);
        return !std::all_of(port.begin(), port.end(), isDigit);
    }
    const View user = url->authority.first(at);
    if (!user.contains(':'))
        return false;
    if (user.contains('@'))
        return true;
    for (qsizetype i = user.indexOf('%'); i >= 0; i = user.indexOf('%', i + 1)) {
        if (i + 2 >= user.size() || !isHexDigit(user[i + 1]) || !isHexDigit(user[i + 2]))
            return true;
    }
    return false;
}

bool hasAsyncpgSslmode(View value)
{
    const auto url = urlOf(value);
    if (!url || url->scheme.indexOf("+asyncpg") < 0)
        return false;
    qsizetype at = url->rest.indexOf("sslmode=");
    for (; at > 0; at = url->rest.indexOf("sslmode=", at + 1)) {
        const char before = url->rest[at - 1];
        if (before == '?' || (before == '&' && url->rest.first(at).contains('?')))
            return true;
    }
    return false;
}

bool endsLineByMistake(View value)
{
    if (value.empty() || !isLineEnd(value.back()))
        return false;
    View line = value;
    while (!line.empty() && isLineEnd(line.back()))
        line.chop(1);
    return std::none_of(line.begin(), line.end(), isLineEnd); // files of several lines end so
}

} // namespace

Verdict judge(const SecretValue &value)
{
    Verdict out;
    const View view = value.view();
    out.setFlag(Oddity::Empty, view.empty());
    out.setFlag(Oddity::DoubleBase64, isBase64OfText(view));
    out.setFlag(Oddity::TrailingNewline, endsLineByMistake(view));
    out.setFlag(Oddity::LocalhostUrl, isLocalAddress(view));
    out.setFlag(Oddity::UrlPasswordEncoding, hasUnencodedPassword(view));
    out.setFlag(Oddity::AsyncpgSslmode, hasAsyncpgSslmode(view));
    out.setFlag(Oddity::Certificate, view.contains("-----BEGIN CERTIFICATE-----") &&
                                         view.contains("-----END CERTIFICATE-----"));
    out.setFlag(Oddity::PrivateKey, view.startsWith("-----BEGIN ") &&
                                        view.contains("PRIVATE KEY-----") &&
                                        view.contains("-----END "));
    return out;
}

} // namespace chartwright
