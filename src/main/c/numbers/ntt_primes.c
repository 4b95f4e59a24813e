/*
 * The primes of the transforms are the three largest below 2^50 that are 1 modulo 2^29, p = 2^50 -
 * k 2^29 + 1. Their roots of unity are powers of g^((p - 1) / 2^29), where g is the least number
 * for which this power has order 2^29. A test compares every number here with its definition.
 */
#include "ntt.h"

const dc_ntt_prime dc_ntt_primes[DC_NTT_PRIMES] = {
    {
        /* k = 53, g = 7 */
        .p = 0x3fff960000001,
        .inverse = 0xe3fc0006a0000001,
        .reciprocal = 0x0001a802be444b20,
        .half = {0x1fffcb0000001, 0x8000000000002000},
        .roots =
            {
                {0x3b34f1f016595, 0xecd55001a5e7bf92}, {0x216df8dc41a18, 0x85b8c0eb060b2094},
                {0x1643b3fef0bc1, 0x590f637d3fb79b44}, {0x2c3603da5bfa6, 0xb0d934512e8fc8e7},
                {0x21c0b25c1e693, 0x8703a90e89a4b237}, {0x22fc13c8a4811, 0x8bf136ea14f7cfbe},
                {0x0f8bd558ee42b, 0x3e2fbc62c90e4d73}, {0x2c45f236e9efe, 0xb118ee2cf239c4e9},
                {0x2059832c636e8, 0x8166e303f5b86e9f}, {0x09f8e782a253f, 0x27e3e01bf47e02f7},
                {0x2f333486bb638, 0xbcce0ad02f769f68}, {0x28ff35c1443b7, 0xa3fde6a196e938f2},
                {0x2b72cbc871c0a, 0xadcc4efc29d3f9d4}, {0x04973b4157985, 0x125d0b6f7951dc58},
                {0x01d51eba9fd1e, 0x0754870e7ef78074}, {0x0bf12567ddb3e, 0x2fc4e4bd91a96d4f},
                {0x28a6747f48c0c, 0xa29adf4da4db7064}, {0x3d4c1eaa2c861, 0xf53210c39ddc0027},
                {0x148372caa410c, 0x520e531249d935cc}, {0x0ce78856f4286, 0x339e76da457af62c},
                {0x21efa834ffaf4, 0x87bf81a92d7d1167}, {0x3ff6e7c0327fd, 0xffdd46c747390dff},
                {0x2093ef0eef8d8, 0x8250941133725ca1}, {0x342df968bb025, 0xd0b93f55bcef0cbd},
                {0x146dcc64006da, 0x51b7b8e84bf72963}, {0x33b643ebf184e, 0xceda66497f7d0770},
                {0x2d5da90e64e00, 0xb577d0c8054b1b66},
            },
    },
    {
        /* k = 102, g = 3 */
        .p = 0x3fff340000001,
        .inverse = 0x8ffc000cc0000001,
        .reciprocal = 0x0003300a29202315,
        .half = {0x1fff9a0000001, 0x8000000000002000},
        .roots =
            {
                {0x214d03446b8ae, 0x8535b5ace1426cb6}, {0x10d4a293b6e06, 0x435360e8a066ee73},
                {0x1c79f8131293c, 0x71e94b63ea9d5f5b}, {0x2b839c61928a5, 0xae109c5b3c8be579},
                {0x3741368dd70d1, 0xdd079abf9976c1e8}, {0x20561b5f4d584, 0x815a09cc349bc75a},
                {0x0e2882368de59, 0x38a2bd60f33b3924}, {0x2aab6a0c94e8e, 0xaaafc842a1f7b999},
                {0x13ec793123453, 0x4fb2e2cec007b02b}, {0x1a14aff0b1201, 0x68540c4eabbae94e},
                {0x1607284c8bb3e, 0x581dba10efe566a3}, {0x0900c26bb753a, 0x24037c79fa13441c},
                {0x170bf70c0626e, 0x5c31020c4f22a532}, {0x054213898fb1f, 0x150891318d95ae0a},
                {0x008fc1fbd43a9, 0x023f0f185107c1b8}, {0x3ce71b0513cbe, 0xf39f74a092ef1772},
                {0x290be6f2f95c2, 0xa431a72a2a46bdb5}, {0x31032943ff42d, 0xc40f1600132b4c16},
                {0x29b120d273487, 0xa6c696e2ce14872f}, {0x0ddc5aee6fd27, 0x37721c757a002703},
                {0x00db67ce6deec, 0x036daa2746182e91}, {0x07597e9d95471, 0x1d66582c8e2a3dcd},
                {0x07738e67a3283, 0x1dce98a113222589}, {0x0a56c2cfe5103, 0x295b8f136c4e9ee3},
                {0x1b6400bb8b806, 0x6d91602d9092a16f}, {0x0137c31ca8c58, 0x04df1bf9cc4239db},
                {0x36244f2f626b9, 0xd893ef1513c138d2},
            },
    },
    {
        /* k = 104, g = 5 */
        .p = 0x3fff300000001,
        .inverse = 0xfffc000d00000001,
        .reciprocal = 0x0003400a9022146d,
        .half = {0x1fff980000001, 0x8000000000002000},
        .roots =
            {
                {0x0612af68eefb7, 0x184b0c97a4da91b3}, {0x2595892bd6614, 0x96580d4d84c0c9dc},
                {0x2b5661dd96a05, 0xad5bbae079daa0af}, {0x17532d27860ef, 0x5d4de3db3cc42e2a},
                {0x321a884dd5fe3, 0xc86cac9888e84ad7}, {0x2ba9362578d18, 0xaea71034d7f19227},
                {0x3ffed66d69182, 0xfffe99b117dfcd97}, {0x09d31ee4b1d5c, 0x274cfb4cf8111c64},
                {0x3ea04af4a1eec, 0xfa845a00ac3cf124}, {0x121c82edd4f46, 0x4872f72cf7239116},
                {0x374da904d5587, 0xdd39730e0b4f2d72}, {0x04a7c0f4ed6cd, 0x129f405946d5618d},
                {0x1c317d248305d, 0x70c7631a0e2bd1dc}, {0x2faccf6119ec3, 0xbeb5a952cdfdadcb},
                {0x3b852ac036821, 0xee17b0cdd8a50492}, {0x36b6e53bd245d, 0xdade5c41f4ed654b},
                {0x25daf570991db, 0x976dc1e71aa5b0bf}, {0x3a1433dd7f116, 0xe853c28634797075},
                {0x1a07233215389, 0x681ddf296a28befc}, {0x2cbd68c4c287b, 0xb2f7e8b8be76fe44},
                {0x34fdefd3ddf68, 0xd3fa703d64a1520d}, {0x3e75b02bc47e4, 0xf9d9ecb3533f9018},
                {0x0b64fa1de0a1c, 0x2d947c9a177bc0ed}, {0x3a8705f4e7ec0, 0xea1f10b89607ad11},
                {0x3575ce44e6cf1, 0xd5d9f017e789bb09}, {0x3ff1dcab95c72, 0xffcab201199fd354},
                {0x03f0765d24bce, 0x0fc20cab3c1fff77},
            },
    },
};
