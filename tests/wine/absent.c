/* What Windows has and this Wine lacks: built as bcryptprimitives.dll (before Wine 8.13) and as icuuc.dll (10 too).

   ProcessPrng is the system's own source of chance, under the name that Rust programs ask for. Qt loads icuuc.dll, and
   would call it only for texts in encodings that are not Unicode's: these functions are found and say that they cannot. */
#include <windows.h>

#ifdef RANDOM
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE into, SIZE_T bytes) { return SystemFunction036(into, (ULONG)bytes); }
#else
#define CANNOT(name) __declspec(dllexport) void *name(void) { return 0; }
CANNOT(ucnv_open) CANNOT(ucnv_close) CANNOT(UCNV_FROM_U_CALLBACK_SUBSTITUTE) CANNOT(UCNV_TO_U_CALLBACK_SUBSTITUTE)
CANNOT(ucnv_reset) CANNOT(ucnv_getMaxCharSize) CANNOT(ucnv_getName) CANNOT(ucnv_getToUCallBack)
CANNOT(ucnv_getFromUCallBack) CANNOT(ucnv_setToUCallBack) CANNOT(ucnv_setFromUCallBack) CANNOT(ucnv_cbToUWriteUChars)
CANNOT(ucnv_toUnicode) CANNOT(ucnv_cbFromUWriteUChars) CANNOT(ucnv_toUCountPending) CANNOT(ucnv_fromUCountPending)
CANNOT(ucnv_getStandardName) CANNOT(ucnv_getAvailableName) CANNOT(ucnv_countAvailable) CANNOT(ucnv_fromUnicode)
#endif
