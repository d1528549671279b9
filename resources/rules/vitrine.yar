/*
    The rules that come with Vitrine, under the license of the project.

    What is told of a match comes from the rule's "meta", word for word:
        name   what it is called            (without it: the rule's identifier)
        id     the record's number          (without it: the rule's identifier)
        kind   the kind of record           (without it: the rule's tags)
        date   when it was last changed     (without it: the date of this file, told as the date of a whole database)
    Your own rules may use the same four. They go into a folder of yours, as files ending in .yar or .yara, and
    need not be changed to work: no "include", at most 4 MiB a file, and a pattern is counted up to 100,000 matches.

    A match says that a file looks like something, not that it does harm.
*/

rule eicar_test_file
{
    meta:
        name = "EICAR-Test-File"
        id = "vitrine-0001"
        kind = "test file"
        date = "2026-11-25"
    strings:
        // In two halves, so that this file is not itself taken for a test file.
        $start = "X5O!P%@AP[4\\PZX54(P^)7CC)7}"
        $rest = "$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
    condition:
        $start at 0 and $rest at 27 and filesize <= 128 and
        // Nothing but white space may follow.
        for all i in (68..127) : (
            i >= filesize or
            uint8(i) == 0x20 or uint8(i) == 0x09 or uint8(i) == 0x0A or uint8(i) == 0x0D or uint8(i) == 0x1A
        )
}

rule packed_program
{
    meta:
        name = "Packed-Program-UPX"
        id = "vitrine-0002"
        kind = "packed program"
        date = "2026-11-25"
    strings:
        $first = "UPX0"
        $second = "UPX1"
        $mark = "UPX!"
    condition:
        uint16(0) == 0x5A4D and uint32(uint32(0x3C)) == 0x00004550 and all of them in (0..4096)
}

rule script_loads_and_runs
{
    meta:
        name = "Script-Hidden-Download-And-Run"
        id = "vitrine-0003"
        kind = "suspicious"
        date = "2026-11-25"
    strings:
        $load = /DownloadString|DownloadFile|DownloadData|Invoke-WebRequest|Start-BitsTransfer/ ascii wide nocase
        $run = /Invoke-Expression|Start-Process|\|\s{0,4}iex\b|\biex\s{0,4}\(/ ascii wide nocase
        $hide = /-w(in(dowstyle)?)?\s{1,4}hidden|-enc(odedcommand)?\s{1,4}[a-z0-9+\/]{40}/ ascii wide nocase
    condition:
        filesize < 1MB and all of them and
        not (uint16(0) == 0x5A4D or uint32(0) == 0x464C457F or uint32(0) == 0x04034B50)
}

rule script_decodes_and_runs
{
    meta:
        name = "Script-Decode-And-Run"
        id = "vitrine-0004"
        kind = "suspicious"
        date = "2026-11-25"
    strings:
        $piped = /base64\s{1,4}(-d|-D|--decode)[^\n]{0,200}\|\s{0,4}(sudo\s{1,4})?(ba|da|z|k)?sh\b/
    condition:
        filesize < 1MB and uint16(0) == 0x2123 and $piped
}

rule shortcut_starts_hidden_command
{
    meta:
        name = "Shortcut-Hidden-Command"
        id = "vitrine-0005"
        kind = "suspicious"
        date = "2026-11-25"
    strings:
        $shell1 = "powershell" ascii wide nocase
        $shell2 = "mshta" ascii wide nocase
        $shell3 = "cmd.exe" ascii wide nocase
        $hide1 = "hidden" ascii wide nocase
        $hide2 = "-enc" ascii wide nocase
        $hide3 = "http://" ascii wide nocase
        $hide4 = "https://" ascii wide nocase
    condition:
        uint32(0) == 0x0000004C and uint32(4) == 0x00021401 and filesize < 1MB and
        any of ($shell*) and any of ($hide*)
}
