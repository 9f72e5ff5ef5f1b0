"""What is done, and to what: the words for it in Chinese and English, written as `finding` says."""

from collections.abc import Mapping

from guard_api.messages.concepts import Concept

DEEDS: Mapping[Concept, str] = {
    Concept.CLOSE: """
        关闭 关毕 关必 关掉 关停 关了 关上 关一下 关闲 全关 都关 注销 住销 注消 柱销 销户 消户 销号 取消 解绑 解除
        解约 停用 停掉 停止 终止 撤销 撤消 清空 清零 归零 清除 删除 删掉 封停 退出 去除 关b 关bi
        guanbi zhuxiao close close_down closing closure close_out cancel~ deactivat~ disabl~ terminat~ unlink~
        unbind~ remov~ revok~ deregist~ de_regist~ unregist~ disconnect~ detach~ shut shut_down shutting shutdown
        switch_off turn_off switching_off turning_off delet~ discontinu~ wipe wind_up rid_of stop_using eras~
        write_off settle_and_close cancellation cancelation decouple decoupl~ unsubscribe_from opt_out_of
    """,
    Concept.CONNECT: """
        接入 连接 对接 转接 接通 链接到 连线 进入 登录 登陆 联系 咨询 对接到 接到 转到 转至 连通
        connect~ link_to link_me put_through put_me_through transfer_me access~ reach join~ enter~ log_in log_into
        contact~ speak_to talk_to link_up route_me hook~_up get_through
    """,
    Concept.MEND: """
        修复 恢复 消除 洗白 影响 更正 修改 维护 保护 上报 记入 计入 纳入 损害 受损 污点 查询 核实 核查 认证
        repair~ restor~ affect~ damag~ correct~ amend~ hurt~ ruin~ protect~ harm~ impact~ tarnish~ mark clean
        clear~ fix~ verif~ check review harm blemish~ drag_down bring_down report~_to
    """,
    Concept.PAY: """
        转账 转帐 转入 转到 转至 转进 转移到 转移至 汇入 汇到 汇至 打入 打到 存入 存到 划转 归集 归集到 汇款 打款
        移到
        transfer~ mov~ deposit~ send sending wire wiring remit~ pay_into put_your pool~ consolidat~ shift
    """,
    Concept.SHARE: """
        共享 分享 投屏 屏幕共享 共享屏幕 打开共享 同屏 屏享 分享屏幕 屏幕分享 录屏 投射
        share sharing mirror~ cast casting screen_share screen_sharing screenshare screensharing broadcast~ present
        screen_mirroring
    """,
    Concept.ACCOUNT: """
        账户 账号 张户 关联户 销户 消户 帐户 帐号
        zhanghu account accounts acct acount acc profile
    """,
    Concept.PRODUCT: """
        白条 百条 柏条 白tiao 金条 今条 斤条 微粒贷 借呗 花呗 小额贷 小额贷款 小贷 网贷 校园贷 学生贷 贷款 额度
        借款 借贷 借条 信用付 月付 放心借 有钱花 分期 金融软件 金融产品 金融业务 金融服务 网商贷 备用金 授信 信贷
        京东金融 贷款软件 学生账户 违规业务 不良业务 消费贷 现金贷 信用额 白.条 金.条 白t 金t 白条金条 京东金融服务
        借钱
        bai条 baitiao bai_tiao jintiao jin_tiao huabei jiebei white_bar white_bars whitebar~ gold_bar gold_bars
        goldbar~ white_strip white_strips gold_strip gold_strips ious white_note white_notes gold_note gold_notes
        white_slip~ white_credit micro_loan~ microloan~ quota quotas credit_line~ line_of_credit lines_of_credit
        credit_limit~ loan loans lending credit_quota~ credit_product~ credit_service~ financial_software
        finance_app~ financial_app~ financial_product~ instal~ instalment_plan installment_plan pay_later
        borrowing~ student_loan~ campus_loan~ cash_advance credit_facilit~ financial_service~ jd_finance
        consumer_credit credit_account~ white_card pay_in_instal~ white_bill gold_bill iou loan_account~
        lending_app~ credit_app~
    """,
    Concept.THIRD_PARTY: """
        第三方 弟三方 第3方 第三房 三方 关联账户 关联账号 关联户 代扣 自动扣款 授权账户 绑定账户
        disanfang third_party third_parties 3rd_party 3rd_parties thirdparty linked_account~ associated_account~
        related_account~ auto_deduction~ automatic_deduction~ autopay direct_debit affiliated_account~
        outside_account~ external_account~ connected_account~
    """,
    Concept.CREDIT: """
        征信 证信 正信 征xin 征x 信用记录 信用报告 个人信用 信用档案 信用分 信用污点 信用评分 信用信息 信用问题
        信誉记录 失信
        zhengxin credit_record~ credit_report~ credit_histor~ credit_score~ credit_file~ credit_rating~
        credit_information credit_reference credit_info credit_bureau credit_standing personal_credit
        creditworthiness credit_investigation credit_check credit_data my_credit your_credit credit_status
        credit_profile credit_inquiry
    """,
    Concept.SERVICE: """
        在线客服 人工客服 在线服务 网上服务 线上服务 线上客服 客服中心 专属客服 服务中心 人工服务 在线人工 服务大厅
        服务平台 业务大厅 服务窗口 客服系统 在线系统 官方客服
        online_service~ online_customer_service customer_service online_support live_agent service_centre
        service_center online_desk service_desk live_chat customer_care online_help online_agent human_agent
        service_portal online_assistan~ service_platform service_window live_support
    """,
    Concept.BANK_SYSTEM: """
        银行系统 银联系统 征信中心 征信系统 人民银行 人行系统 央行 银监会 银保监 银保监会 清算中心 征信平台
        信用中心 征信服务 金融监管 征信部门 银监系统 人行
        banking_system bank_system credit_information_center credit_information_centre credit_center credit_centre
        credit_reference_center credit_reference_centre peoples_bank central_bank bank_of_china pboc
        banking_network credit_reporting_center credit_reporting_centre credit_system interbank_system unionpay
        banks_system system_of_the_bank credit_reference_system clearing_center clearing_centre
    """,
    Concept.SCREEN: """
        屏幕 手机屏 屏幕共享 共享屏幕 同屏 屏享 投屏 分享屏幕 屏幕分享 桌面
        screen screens display phone_screen screen_share screen_sharing screenshare screensharing screen_mirroring
    """,
    Concept.SAFE: """
        安全账户 安全账号 监管账户 监管账号 保护账户 核查账户 保证金账户 清查账户 指定账户 验资账户 资金核查
        托管账户 保全账户 对公账户 专用账户 安全户 指定的账户 官方账户 冻结账户
        safe_account safe_accounts secure_account secured_account escrow_account protected_account
        supervis~_account safety_account security_account verification_account holding_account guarded_account
        custody_account protection_account regulat~_account designated_account safe_custody government_account
        secure_holding
    """,
    Concept.MONEY: """
        银行 资金 存款 余额 银行卡 钱款 现金 负债 支付宝 手机银行 网银 转账 金融 客服 退款 理赔 支付 京东
        bank banks banking balance~ funds money savings card jd jd.com liabilities refund payment~ fraud_department
        bank_card~ mobile_banking
    """,
}
