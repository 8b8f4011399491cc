// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QByteArray>
#include <QCryptographicHash>
#include <QList>

namespace chartwright_test {

struct ArchiveEntry
{
    QByteArray path, bytes;
    bool isLink = false; // to `bytes`
};

// A tar file.
inline QByteArray archiveOf(const QList<ArchiveEntry> &entries)
{
    QByteArray out;
    for (const ArchiveEntry &entry : entries) {
        const QByteArray data = entry.isLink ? QByteArray() : entry.bytes;
        QByteArray header(512, '\0');
        const auto put = [&](qsizetype at, const QByteArray &text) {
            header.replace(at, text.size(), text);
        };
        put(0, entry.path);
        put(100, "0000644");
        put(108, "0000000");
        put(116, "0000000");
        put(124, QByteArray::number(data.size(), 8).rightJustified(11, '0'));
        put(136, "00000000000");
        put(148, "        ");
        put(156, entry.isLink ? "2" : "0");
        if (entry.isLink)
            put(157, entry.bytes);
        put(257, QByteArray("ustar\00000", 8));
        int sum = 0;
        for (const char c : header)
            sum += static_cast<unsigned char>(c);
        put(148, QByteArray::number(sum, 8).rightJustified(6, '0') + '\0');
        out += header + data + QByteArray((512 - data.size() % 512) % 512, '\0');
    }
    return out + QByteArray(1024, '\0');
}

inline QByteArray sha256(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

// Of an image.
inline QByteArray configOf(const QByteArray &machine = "amd64", const QByteArray &words = {})
{
    return "{\"os\": \"linux\", \"architecture\": \"" + machine + "\", \"author\": \"" + words +
           "\"}";
}

} // namespace chartwright_test
