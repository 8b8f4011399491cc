// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QByteArray>
#include <openssl/bio.h>

namespace chartwright_test {

// What `write` puts into a BIO of OpenSSL.
template <class Write> QByteArray written(Write &&write)
{
    BIO *bio = BIO_new(BIO_s_mem());
    write(bio);
    char *data = nullptr;
    const auto size = BIO_get_mem_data(bio, &data);
    QByteArray out(data, qsizetype(size));
    BIO_free(bio);
    return out;
}

} // namespace chartwright_test
