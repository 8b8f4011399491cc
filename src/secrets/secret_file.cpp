// SPDX-License-Identifier: Apache-2.0
#include "secrets/secret_file.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("SecretFile", text); }

} // namespace

Result<SecretValue> readSecretFile(const QString &path, qint64 limit)
{
    const QFileInfo info(path);
    if (!info.isFile())
        return failure(info.exists() ? tr("this is not a file") : tr("there is no such file"),
                       path);
    // Unbuffered, so that no buffer of QFile keeps what was read.
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return failure(tr("the file cannot be read: %1").arg(file.errorString()), path);
    SecretValue bytes = SecretValue::ofSize(limit + 1);
    qint64 size = 0;
    while (size < bytes.size()) {
        const qint64 got = file.read(bytes.data() + size, bytes.size() - size);
        if (got < 0)
            return failure(tr("the file cannot be read: %1").arg(file.errorString()), path);
        if (got == 0)
            break;
        size += got;
    }
    if (size > limit)
        return failure(tr("the file is larger than %1 MiB").arg(limit / (1024ll * 1024)), path);
    return SecretValue(bytes.view().first(size));
}

} // namespace chartwright
